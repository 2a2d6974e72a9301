"""What merchandisers tell the search, as one thing that is remembered until any of it changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from domains.catalog import remembering
from domains.catalog.models import Pin, SearchBoost
from domains.catalog.narrowing import trait
from domains.catalog.search import synonyms
from domains.catalog.search.meaning import Key, Synonyms, alternatives, key_of
from domains.catalog.types import BoostKind


@dataclass(frozen=True, slots=True)
class Boost:
    """What has the trait, or is the product, counts so much more; for all searches where none is named."""

    factor: Decimal
    trait: str = ""
    product_id: UUID | None = None
    keys: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Guidance:
    """Words that mean the same, what stands first for a search, and what counts more."""

    synonyms: Synonyms = field(default_factory=Synonyms)
    pins: Mapping[Key, tuple[UUID, ...]] = field(default_factory=dict)
    boosts: tuple[Boost, ...] = ()

    def pinned(self, text: str) -> tuple[UUID, ...]:
        """What stands first for the text, in its order."""
        return self.pins.get(_plain_key(text), ()) if self.pins and text else ()

    def boosted(self, text: str) -> tuple[Boost, ...]:
        """What counts more or less for the text."""
        if not self.boosts or not text:
            return ()
        key = _plain_key(text) if any(one.keys for one in self.boosts) else ()
        return tuple(one for one in self.boosts if not one.keys or key in one.keys)


def known() -> Guidance:
    """All of it as it is now; a change counts from the next search on."""
    return remembering.remember("guidance", _read, here=True, of=(remembering.FINDING,))


def _read() -> Guidance:
    return Guidance(synonyms.read(), dict(_pins()), tuple(_boosts()))


def _pins() -> Iterator[tuple[Key, tuple[UUID, ...]]]:
    found: dict[UUID, list[UUID]] = {}
    queries: dict[UUID, list[str]] = {}
    for pin in Pin.objects.select_related("pins").order_by("pins", "position", "id"):
        found.setdefault(pin.pins_id, []).append(pin.product_id)
        queries[pin.pins_id] = pin.pins.queries
    for pins_id, products in found.items():
        for query in queries[pins_id]:
            yield key_of(query), tuple(products)


def _boosts() -> Iterator[Boost]:
    for row in SearchBoost.objects.order_by("id"):
        keys = frozenset(key_of(query) for query in row.queries)
        if row.kind == BoostKind.PRODUCT:
            yield Boost(row.factor, product_id=row.product_id, keys=keys)
        else:
            yield Boost(row.factor, trait(row.kind, row.value), keys=keys)


def _plain_key(text: str) -> Key:
    """The stems of a text that leaves nothing out and has one alternative; none of any other."""
    found = alternatives(text)
    if len(found) != 1 or any(term.negated for term in found[0]):
        return ()
    return key_of(" ".join(term.typed for term in found[0]))
