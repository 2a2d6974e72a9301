"""What merchandisers tell the search, as one thing that is remembered until any of it changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import connections

from domains.catalog import remembering
from domains.catalog.narrowing import trait
from domains.catalog.search import synonyms
from domains.catalog.search.meaning import Key, Synonyms, alternatives, key_of
from domains.kernel.router import database_of

# One statement, since a search whose memory is cold waits for it.
_ALL = """
SELECT
    (SELECT coalesce(json_agg(json_build_array(kind, words, meant) ORDER BY id), '[]')
        FROM catalog_synonym)::text,
    (SELECT coalesce(json_agg(json_build_array(queries, products)), '[]') FROM (
        SELECT pinned.queries, array_agg(pin.product_id ORDER BY pin.position, pin.id) AS products
        FROM catalog_pinned_search AS pinned JOIN catalog_pin AS pin ON pin.pins_id = pinned.id
        GROUP BY pinned.id
    ) AS pins)::text,
    (SELECT coalesce(json_agg(json_build_array(kind, value, product_id, factor, queries) ORDER BY id), '[]')
        FROM catalog_search_boost)::text
"""


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
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_ALL)
        told = [json.loads(one, parse_float=Decimal) for one in cursor.fetchone()]
    rows, pins, boosts = told
    return Guidance(
        Synonyms(dict(synonyms.meanings(rows))),
        {key_of(query): tuple(map(UUID, products)) for queries, products in pins for query in queries},
        tuple(_boost(*row) for row in boosts),
    )


def _boost(kind: str, value: str, product_id: str | None, factor: Decimal, queries: Sequence[str]) -> Boost:
    keys = frozenset(map(key_of, queries))
    if product_id is not None:
        return Boost(Decimal(factor), product_id=UUID(product_id), keys=keys)
    return Boost(Decimal(factor), trait(kind, value), keys=keys)


def _plain_key(text: str) -> Key:
    """The stems of a text that leaves nothing out and has one alternative; none of any other."""
    found = alternatives(text)
    if len(found) != 1 or any(term.negated for term in found[0]):
        return ()
    return key_of(" ".join(term.typed for term in found[0]))
