"""How many public products each shelf holds: counted after every change, in a large shop now and then.

Counting a million takes a good part of a second, and an import changes something every second.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from domains.catalog import remembering
from domains.kernel import clock

# Of so many products and fewer it is not noticed that they are counted.
SMALL = 20_000
# In a larger shop so many are counted for each second that passes.
_A_SECOND = 20_000
_KEPT_S = 86_400
_COUNTING_S = 30


@dataclass(frozen=True, slots=True)
class _Counts:
    version: str
    at: datetime
    by_slug: Mapping[str, int]

    def serve_for(self) -> float:
        """For how many seconds more they may be shown although something has changed."""
        age = (clock.now() - self.at).total_seconds()
        # Those of a clock that was put back since are no good.
        return self._pause_s() - age if age >= 0 else 0

    def are_many(self) -> bool:
        return self._pause_s() > 0

    def _pause_s(self) -> float:
        total = sum(self.by_slug.values())
        return total / _A_SECOND if total > SMALL else 0


# While the cache is away, each process counts for itself.
_here: dict[str, _Counts] = {}


def of(kind: str, count: Callable[[], Mapping[str, int]]) -> tuple[Mapping[str, int], int]:
    """The counts by slug, and for how many seconds they may be remembered.

    They say what `count` finds now; of many products it may be what it found up to a second ago for each
    twenty thousand, and one asker at a time counts them again while the others get that.
    """
    version, key = remembering.version(), f"catalog:{remembering.RELEASE}:counts:{kind}"
    known: _Counts | None = cache.get(key) or _here.get(kind)
    if known is not None:
        if known.version == version != remembering.AWAY:
            return known.by_slug, remembering.SECONDS
        if (left := known.serve_for()) > 0:
            return known.by_slug, int(left) + 1
        if known.are_many() and not cache.add(f"{key}:busy", 1, _COUNTING_S):
            return known.by_slug, 1
    fresh = _Counts(version, clock.now(), count())
    _here[kind] = fresh
    cache.set(key, fresh, _KEPT_S)
    cache.delete(f"{key}:busy")
    return fresh.by_slug, remembering.SECONDS
