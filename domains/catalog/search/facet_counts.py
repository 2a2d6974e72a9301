"""Facets counted by PostgreSQL: over all that fits, or over a fair part of very many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connections

from domains.catalog import tree
from domains.catalog.clauses import Clause, all_of
from domains.catalog.models import BUCKETS
from domains.catalog.narrowing import value_key
from domains.catalog.pricing import rows_in
from domains.catalog.search.counting import EXAMPLE, TOTAL, Group, counting_statement
from domains.catalog.search.facets import MOST_VALUES, STARS, Count, bounds_of, facets_of, first_attributes
from domains.catalog.search.sampling import TOO_FEW, buckets_for, part_of, scaled, within
from domains.catalog.types import Facet
from domains.kernel.router import database_of

_COLOURS = ("colour", "color")
# What is counted of a facet: the value, how many have it, the place of an example.
_Values = Sequence[tuple[str, int, int | None]]
_NO_EXAMPLE = None, None, None


def count_facets(
    found: Sequence[Clause],
    conditions: Mapping[str, Clause],
    *,
    currency: str,
    seen: int | None = None,
    about: bool = False,
    are_few: bool = False,
) -> tuple[int, bool, tuple[Facet, ...]]:
    """How many of what is `found` by some meet all conditions, whether counted or guessed, and the facets.

    A facet's counts leave out its own condition, so that a shopper sees what else there is. One query; in a
    large shop a part is counted of many, and where it was not seen how many there are, the planner is asked
    first. Who has counted those that meet all conditions says so in `seen`, or that they are `about` so many,
    and whether what is found alone is few in `are_few`: then all of it is counted.
    """
    groups = [
        (own, all_of([*found, *(one for name, one in conditions.items() if name != own)]))
        for own in ("", *conditions)
    ]
    table = rows_in(currency)
    if are_few:
        buckets = [BUCKETS] * len(groups)
    else:
        buckets = buckets_for([met for _, met in groups], table=table, seen=seen)
    bounds = bounds_of(currency)
    total, counts = _count(groups, buckets, bounds, table)
    if seen is None and total < TOO_FEW and buckets[0] < BUCKETS:
        buckets[0] = part_of(total * BUCKETS // buckets[0])
        total, counts = _count(groups, buckets, bounds, table)
    shown = facets_of(counts, currency=currency)
    if seen is not None and not about:
        return seen, True, shown
    return scaled(total, buckets[0]), buckets[0] == BUCKETS, shown


def _count(
    groups: Sequence[tuple[str, Clause]], buckets: Sequence[int], bounds: Sequence[int], table: str
) -> tuple[int, Mapping[str, Sequence[Count]]]:
    """How many there are in the counted part of the first group, and how many each value has in all."""
    parts = [
        Group(met if part == BUCKETS else all_of([met, within(part)]), facet)
        for (facet, met), part in zip(groups, buckets, strict=True)
    ]
    statement = counting_statement(parts, table=table, bounds=bounds, stars=STARS, most=MOST_VALUES)
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        told = {(group, kind): msgspec.json.decode(text) for group, kind, text in cursor.fetchall()}
    total = told.pop((0, TOTAL))
    examples = {group: told.pop((group, EXAMPLE), {}) for group in range(len(groups))}
    totals = {facet: sum(count for _, count, _ in values) for (_, facet), values in told.items()}
    left_out = {facet for facet in totals if facet.startswith("attr.")}.difference(first_attributes(totals))
    return total, {
        facet: list(_counts(facet, values, buckets[group], examples[group]))
        for (group, facet), values in told.items()
        if facet not in left_out
    }


def _counts(facet: str, values: _Values, buckets: int, examples: Mapping[str, Any]) -> Iterator[Count]:
    if facet == "category":
        shelves = {one.slug: one for one in tree.every()}
        for value, count, _ in values:
            if (shelf := shelves.get(value)) is not None:
                yield Count(facet, value, scaled(count, buckets), shelf.name, path=shelf.path)
    elif facet == "brand":
        for value, count, place in values:
            brand, *_ = examples[str(place)]
            yield Count(facet, value, scaled(count, buckets), brand)
    else:
        for value, count, place in values:
            _, attributes, colours = examples[str(place)] if place else _NO_EXAMPLE
            name, label, swatch = _written(facet, value, attributes or {}, colours or ())
            yield Count(facet, value, scaled(count, buckets), label, name, swatch)


def _written(
    facet: str, wanted: str, attributes: Mapping[str, Sequence[str]], colours: Sequence[str]
) -> tuple[str, str, str]:
    """The attribute's name, the value and its swatch as the example has them.

    Colours and swatches stand in the same order where each colour has one.
    """
    for name, values in attributes.items():
        if facet == f"attr.{value_key(name)}":
            for place, value in enumerate(values):
                if value_key(value) == wanted:
                    coloured = name.lower() in _COLOURS and len(values) == len(colours)
                    return name, value, colours[place] if coloured else ""
    return "", wanted, ""
