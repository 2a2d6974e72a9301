"""Which product pages were looked at: gathered in each process, then in the cache, then counted as trends.

Nobody is told apart, and what a crash or a cache that is away loses is only some looks.
"""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol, cast

from django.core.cache import cache
from django.db import connections

from domains.catalog.recommending import trends
from domains.kernel import clock
from domains.kernel.router import database_of
from domains.kernel.values import values

# So many looks count as one order.
_LOOKS_AN_ORDER = 20
_GATHERED_S, _GATHERED = 5.0, 100
_KEY, _KEPT_S = "looked-at", 24 * 3600
_GIVE = """
for place = 2, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[place], ARGV[place + 1]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
_TAKE = """
local looks = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return looks
"""
_COUNT = """
WITH seen (slug, looks) AS ({seen}), signs AS (
    SELECT shown.product_id, seen.looks / {looks_an_order}::float8 AS weight, %s::timestamptz AS at
    FROM seen JOIN catalog_product_row AS shown USING (slug)
)
{heating}
"""
_lock = threading.Lock()
_looks: Counter[str] = Counter()
_given_at = time.monotonic()


class _ScriptedCache(Protocol):
    def run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """What the script returns, None while the cache is away."""


def note(slug: str) -> None:
    """Somebody looked at the product. Every few seconds, or a hundred looks, costs a round trip."""
    global _given_at
    with _lock:
        _looks[slug] += 1
        now = time.monotonic()
        if now - _given_at < _GATHERED_S and _looks.total() < _GATHERED:
            return
        given, _given_at = dict(_looks), now
        _looks.clear()
    _cache().run(_GIVE, [_KEY], [_KEPT_S, *(part for one in given.items() for part in one)])


def count_some() -> int:
    """What was gathered counts for trends: of how many products. A look is counted at most once."""
    said = _cache().run(_TAKE, [_KEY], []) or []
    looks = [(slug.decode(), int(count)) for slug, count in zip(said[::2], said[1::2], strict=True)]
    if not looks:
        return 0
    seen, given = values(looks, "text", "int")
    count = _COUNT.format(seen=seen, looks_an_order=_LOOKS_AN_ORDER, heating=trends.heating("signs"))
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(count, [*given, clock.now()])
        return int(cursor.rowcount)


def _cache() -> _ScriptedCache:
    return cast(_ScriptedCache, cache)
