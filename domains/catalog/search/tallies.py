"""What shoppers search for, open and buy: added up in Redis, and from there in the database.

A search writes nothing to the database. While Redis is away nothing is counted; nobody is waited for.
Only words and days are kept: nothing tells who searched.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, cast
from uuid import UUID

from django.core.cache import cache
from django.db import connections

from domains.catalog.models import QueryDay, TalliedBatch
from domains.catalog.search.wording import cleaned
from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.router import database_of

# So many different tallies wait at most: whoever asks for nonsense all day fills no memory.
MOST_WAITING = 20_000
# What was put into a cart after a search is taken for found by it if it is bought within so many days.
REMEMBERED_DAYS = 7
KEPT_DAYS = 400
_WAITING, _TAKEN = "catalog:searches", "catalog:searches:taken"
_BETWEEN = "\x1f"
_NUMBERS = ("searches", "nothing", "clicks", "purchases")

_ADD = f"""
local room = redis.call('HLEN', '{_WAITING}') < tonumber(ARGV[1])
local function has_place(field) return room or redis.call('HEXISTS', '{_WAITING}', field) == 1 end
for place = 3, 2 + tonumber(ARGV[2]) do
    if has_place(ARGV[place]) then redis.call('HINCRBY', '{_WAITING}', ARGV[place], 1) end
end
for place = 3 + tonumber(ARGV[2]), #ARGV, 2 do
    if has_place(ARGV[place]) then redis.call('HSET', '{_WAITING}', ARGV[place], ARGV[place + 1]) end
end
"""
# A batch that was taken and not dropped is given again, under the same name.
_TAKE = f"""
if redis.call('EXISTS', '{_TAKEN}') == 0 then
    if redis.call('EXISTS', '{_WAITING}') == 0 then return {{}} end
    redis.call('RENAME', '{_WAITING}', '{_TAKEN}')
    redis.call('HSET', '{_TAKEN}', 'batch', ARGV[1])
end
return redis.call('HGETALL', '{_TAKEN}')
"""
_DROP = f"""
if redis.call('HGET', '{_TAKEN}', 'batch') == ARGV[1] then redis.call('DEL', '{_TAKEN}') end
"""
_LED = """
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""
_BOUGHT = """
local found = redis.call('HMGET', KEYS[1], unpack(ARGV))
redis.call('DEL', KEYS[1])
return found
"""

_QUERIES = """
INSERT INTO catalog_past_query AS past (text, searches, found, meant, last_searched_at)
SELECT given.text, given.searches, given.found, given.meant, given.searched_at
FROM unnest(%s::text[], %s::int[], %s::int[], %s::text[], %s::timestamptz[])
    AS given (text, searches, found, meant, searched_at)
ON CONFLICT (text) DO UPDATE SET searches = past.searches + excluded.searches, found = excluded.found,
    meant = excluded.meant, last_searched_at = excluded.last_searched_at
"""
# What nobody searched for was not found by a search, whatever an address says.
_DAYS = """
INSERT INTO catalog_query_day AS told (text, day, searches, nothing, clicks, purchases)
SELECT given.text, given.day, given.searches, given.nothing, given.clicks, given.purchases
FROM unnest(%s::text[], %s::date[], %s::int[], %s::int[], %s::int[], %s::int[])
    AS given (text, day, searches, nothing, clicks, purchases)
JOIN catalog_past_query USING (text)
ON CONFLICT (text, day) DO UPDATE SET searches = told.searches + excluded.searches,
    nothing = told.nothing + excluded.nothing, clicks = told.clicks + excluded.clicks,
    purchases = told.purchases + excluded.purchases
"""


class _ScriptedCache(Protocol):
    def run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """What the script returns, None while the cache is away."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tallies by text and day, what each text found last, and what it was taken for."""

    name: UUID
    days: Mapping[tuple[str, date], Mapping[str, int]]
    found: Mapping[str, int]
    meant: Mapping[str, str]


def note_search(query: str, *, found: int, meant: str) -> None:
    """One more search for the text."""
    if text := _text(query):
        numbers = ["searches"] if found else ["searches", "nothing"]
        _add(text, numbers, [_field("found", text), str(found), _field("meant", text), _text(meant)])


def note_click(query: str) -> None:
    """One result more of the text was opened."""
    if text := _text(query):
        _add(text, ["clicks"])


def note_choice(cart_id: UUID, variant_id: UUID, query: str) -> None:
    """The variant went into the cart after a search for the text; forgotten after some days."""
    if text := _text(query):
        _cache().run(_LED, [_key(cart_id)], [str(variant_id), text, REMEMBERED_DAYS * 24 * 3600])


def note_purchase(cart_id: UUID, variant_ids: Collection[UUID]) -> None:
    """The cart was ordered with these variants: each counts for the search that led to it, once."""
    if not variant_ids:
        return
    for text in _cache().run(_BOUGHT, [_key(cart_id)], [*map(str, variant_ids)]) or ():
        if text is not None:
            _add(text.decode(), ["purchases"])


def take() -> Batch | None:
    """What waits, or waited when somebody took it and did not get to its end."""
    said = _cache().run(_TAKE, [], [str(new_id())])
    if not said:
        return None
    fields = {said[place].decode(): said[place + 1].decode() for place in range(0, len(said), 2)}
    name = UUID(fields.pop("batch"))
    days: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    texts: dict[str, dict[str, str]] = {"found": {}, "meant": {}}
    for field, value in fields.items():
        kind, text, *day = field.split(_BETWEEN)
        if day:
            days[text, date.fromisoformat(day[0])][kind] = int(value)
        else:
            texts[kind][text] = value
    return Batch(name, days, {text: int(count) for text, count in texts["found"].items()}, texts["meant"])


def write(batch: Batch) -> None:
    """The batch is in the database, once however often it is written."""
    TalliedBatch.objects.get_or_create(id=1)
    last = TalliedBatch.objects.select_for_update().get(id=1)
    if last.name == batch.name:
        return
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_QUERIES, _columns(_queries(batch), 5))
        days = sorted(batch.days.items())
        rows = [(*key, *(tally.get(name, 0) for name in _NUMBERS)) for key, tally in days]
        cursor.execute(_DAYS, _columns(rows, 6))
    QueryDay.objects.filter(day__lt=clock.now().date() - timedelta(days=KEPT_DAYS)).delete()
    last.name = batch.name
    last.save()


def drop(batch: Batch) -> None:
    """The batch was written."""
    _cache().run(_DROP, [], [str(batch.name)])


def _queries(batch: Batch) -> list[tuple[Any, ...]]:
    searches: dict[str, int] = defaultdict(int)
    for (text, _), tally in batch.days.items():
        searches[text] += tally.get("searches", 0)
    return [
        (text, searches[text], found, batch.meant.get(text, ""), clock.now())
        for text, found in sorted(batch.found.items())
    ]


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return columns or [[] for _ in range(width)]


def _add(text: str, numbers: Sequence[str], values: Sequence[str] = ()) -> None:
    today = clock.now().date().isoformat()
    fields = [_field(name, text, today) for name in numbers]
    _cache().run(_ADD, [], [MOST_WAITING, len(fields), *fields, *values])


def _field(*parts: str) -> str:
    return _BETWEEN.join(parts)


def _text(query: str) -> str:
    """As the database has it: `cleaned` has taken what stands between the parts of a field."""
    return cleaned(query).casefold()[:200]


def _key(cart_id: UUID) -> str:
    return f"catalog:led-to:{cart_id}"


def _cache() -> _ScriptedCache:
    return cast(_ScriptedCache, cache)
