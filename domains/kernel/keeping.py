"""Answers that are kept as bytes until something they tell of changes.

An answer names what it tells of. Whoever changes such a thing marks its name with the time of the change;
an answer that was begun before that is made anew by the first who asks, while others still get the old one.
So is one that will soon have been kept for long enough.
Everything is asked in one round trip, and every time is the cache server's own.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from domains.kernel import noticing

KEPT_S = 60
# From this age on one asker makes it anew, so that what many ask for never lapses for all of them at once.
_RENEWED_S = 45
_MAKING_MS = 2_000
# Longer than any answer is kept, so that a mark that is gone can be about none.
_MARKED_S = 10 * KEPT_S

_CHANGED_SINCE = """
local function changed_since(names, at)
    for name in string.gmatch(names, '%S+') do
        local changed = redis.call('GET', 'changed:' .. name)
        if changed and tonumber(changed) >= tonumber(at) then return true end
    end
    return false
end
"""
_NOW = """
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000000 + time[2])
"""
# Gives the time, whether the asker shall make the answer, and the answer where there is one.
_FIND = f"""
{_CHANGED_SINCE}
{_NOW}
local kept = redis.call('HMGET', KEYS[1], 'at', 'names', 'head', 'body')
if not kept[1] then return {{now, 1}} end
if (now - kept[1] > ARGV[2] * 1000000 or changed_since(kept[2], kept[1]))
    and redis.call('SET', KEYS[1] .. ':making', 1, 'NX', 'PX', ARGV[1]) then
    return {{now, 1}}
end
return {{now, 0, kept[3], kept[4]}}
"""
_KEEP = f"""
{_CHANGED_SINCE}
redis.call('DEL', KEYS[1] .. ':making')
if changed_since(ARGV[2], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[1], 'names', ARGV[2], 'head', ARGV[3], 'body', ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[5])
return 1
"""
_MARK = f"""
{_NOW}
for place = 2, #ARGV do redis.call('SET', 'changed:' .. ARGV[place], now, 'EX', ARGV[1]) end
"""


class _ScriptedCache(Protocol):
    def run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """What the script returns, None while the cache is away."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept under an address: nothing where `body` is None, and then `wanted` says whether to keep it.

    `asked_at` is to be given back with what was made.
    """

    asked_at: str
    wanted: bool
    head: bytes | None = None
    body: bytes | None = None


def address_of(request: HttpRequest, manner: str) -> str:
    """What an answer to this request is kept under; `manner` is what else it depends on."""
    asked = f"{request.scheme}://{request.get_host()}{request.get_full_path()} {manner}"
    return f"kept:{hashlib.sha256(asked.encode(errors='surrogateescape')).hexdigest()}"


def find(address: str) -> Found | None:
    """The answer that is kept under the address; None while the cache is away."""
    said = _cache().run(_FIND, [address], [_MAKING_MS, _RENEWED_S])
    if said is None:
        return None
    return Found(said[0].decode(), bool(said[1]), *said[2:])


def find_again(address: str) -> Found | None:
    """The same as `find`; None too for an address that nobody has asked for lately.

    Anybody can ask for anything: what is asked for once neither waits for the cache nor takes room in it.
    """
    return find(address) if noticing.notice(address) else None


def keep(address: str, *, asked_at: str, names: Iterable[str], head: bytes, body: bytes) -> None:
    """Keep the answer for a minute, unless something that it tells of has changed since it was asked for."""
    _cache().run(_KEEP, [address], [asked_at, " ".join(names), head, body, KEPT_S])


def mark_changed(names: Iterable[str], *, using: str) -> None:
    """Once the present transaction is committed, what tells of these is made anew."""
    given = [*names]
    if given:
        transaction.on_commit(lambda: _cache().run(_MARK, [], [_MARKED_S, *given]), using=using, robust=True)


def _cache() -> _ScriptedCache:
    return cast(_ScriptedCache, cache)
