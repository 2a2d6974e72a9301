"""The ways to narrow a search, with how many products each would leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from django.db import connections

from domains.catalog import tree
from domains.catalog.clauses import Clause, all_of
from domains.catalog.models import BUCKETS
from domains.catalog.narrowing import attribute_trait
from domains.catalog.pricing import rows_in
from domains.catalog.search.counting import Group, counting_statement
from domains.catalog.search.sampling import TOO_FEW, buckets_for, part_of, scaled, within
from domains.catalog.types import Facet, FacetValue
from domains.catalog.wording import Wording, of_every_attribute, unworded
from domains.kernel.money import Money, digits
from domains.kernel.router import database_of

_BOUNDS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
STARS = (4, 3, 2)
_MOST_VALUES = 40
_MOST_ATTRIBUTES = 8
_FIRST_ATTRIBUTES = ("size", "colour", "color", "material")
_COLOURS = ("colour", "color")
_EXAMPLE = "example"
_NO_SHELF: tuple[None, None] = (None, None)
_NO_EXAMPLE: tuple[None, None, None] = (None, None, None)
_YES_OR_NO = {"yes": "Yes", "no": "No"}
_SIZES = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "small", "medium", "large")


# Made by the hundred: what is frozen takes three times as long to make.
@dataclass(slots=True)
class Count:
    """How many have the value; the last two are of one product among them, as the brand's name is."""

    facet: str
    value: str
    count: int
    category: str | None
    path: str | None
    brand: str | None
    attributes: Mapping[str, Sequence[str]] | None
    colours: list[str] | None


_Counts = Mapping[str, Sequence[Count]]


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

    A facet's counts leave out its own condition, so that a shopper sees what else there is. One query in a
    small shop; in a large one the planner is asked before how many there are, and of many a part is counted.
    Who has counted those that meet all conditions says so in `seen`, or that they are `about` so many, and
    whether what is found alone is few in `are_few`: then all of it is counted.
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
) -> tuple[int, _Counts]:
    """How many there are in the counted part of the first group, and how many each value has in all."""
    parts = [
        Group(met if part == BUCKETS else all_of([met, within(part)]), facet)
        for (facet, met), part in zip(groups, buckets, strict=True)
    ]
    statement = counting_statement(parts, table=table, bounds=bounds, stars=STARS, most=_MOST_VALUES)
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        rows = cursor.fetchall()
    examples = {
        (group, place): (brand, msgspec.json.decode(attributes), colours)
        for group, facet, _, _, place, brand, attributes, colours in rows
        if facet == _EXAMPLE
    }
    shelves = {one.slug: (one.name, one.path) for one in tree.every()}
    counts: dict[str, list[Count]] = {}
    total = 0
    for group, facet, value, count, place, *_ in rows:
        if facet == "total":
            total = count
        elif facet != _EXAMPLE:
            name, path = shelves.get(value, _NO_SHELF) if facet == "category" else _NO_SHELF
            brand, attributes, colours = examples.get((group, place), _NO_EXAMPLE)
            known = Count(facet, value, scaled(count, buckets[group]), name, path, brand, attributes, colours)
            counts.setdefault(facet, []).append(known)
    return total, counts


def facets_of(counts: _Counts, *, currency: str) -> tuple[Facet, ...]:
    """The facets that have values, as shoppers see them."""
    return tuple(one for one in _facets(counts, bounds_of(currency), currency) if one.values)


def _facets(counts: _Counts, bounds: Sequence[int], currency: str) -> Iterator[Facet]:
    categories = sorted(
        (one for one in counts.get("category", ()) if one.path), key=lambda one: one.path or ""
    )
    brands = sorted(counts.get("brand", ()), key=lambda one: (-one.count, one.value))[:_MOST_VALUES]
    prices = sorted(counts.get("price", ()), key=lambda one: int(one.value))
    stars = sorted(counts.get("rating", ()), key=lambda one: one.value, reverse=True)
    yield _facet("category", "Category", [(one, one.category) for one in categories])
    yield _facet("brand", "Brand", [(one, one.brand) for one in brands])
    yield Facet("price", "Price", tuple(_price_range(one, bounds, currency) for one in prices))
    yield _facet("rating", "Rating", [(one, f"{one.value} stars and up") for one in stars])
    yield _facet("in_stock", "Availability", [(one, "In stock") for one in counts.get("in_stock", ())])
    attributes = [name for name in counts if name.startswith("attr.")]
    attributes.sort(key=lambda name: _standing(name, counts[name]))
    wordings = of_every_attribute() if attributes else {}
    for name in attributes[:_MOST_ATTRIBUTES]:
        yield _attribute(name, counts[name], wordings)


def _facet(name: str, label: str, counts: Sequence[tuple[Count, str | None]]) -> Facet:
    return Facet(
        name, label, tuple(FacetValue(one.value, shown or one.value, one.count) for one, shown in counts)
    )


def _standing(name: str, counts: Sequence[Count]) -> tuple[int, int, str]:
    """Sizes, colours and materials first, then what most products have."""
    plain = name.removeprefix("attr.")
    known = _FIRST_ATTRIBUTES.index(plain) if plain in _FIRST_ATTRIBUTES else len(_FIRST_ATTRIBUTES)
    return known, -sum(one.count for one in counts), plain


def _attribute(facet: str, counts: Sequence[Count], wordings: Mapping[str, Wording]) -> Facet:
    """An attribute with its most frequent values; sizes stand in their own order."""
    name, values = "", []
    for one in sorted(counts, key=lambda one: (-one.count, one.value))[:_MOST_VALUES]:
        name, label, swatch = _as_written(one)
        values.append(FacetValue(one.value, _YES_OR_NO.get(label, label), one.count, swatch))
    if all(_size_place(value) is not None for value in values):
        values.sort(key=lambda value: _size_place(value) or Decimal(0))
    plain = facet.removeprefix("attr.")
    return Facet(facet, str(wordings.get(plain) or unworded(name)), tuple(values))


def _as_written(one: Count) -> tuple[str, str, str]:
    """The attribute's name, the value and its swatch as the example has them.

    Colours and swatches stand in the same order where each colour has one.
    """
    wanted, swatches = f"{one.facet}={one.value}", one.colours or []
    for name, values in (one.attributes or {}).items():
        for place, value in enumerate(values):
            if attribute_trait(name, value) == wanted:
                coloured = name.lower() in _COLOURS and len(values) == len(swatches)
                return name, value, swatches[place] if coloured else ""
    return one.facet.removeprefix("attr."), one.value, ""


def _size_place(value: FacetValue) -> Decimal | None:
    text = value.label.lower()
    if text in _SIZES:
        return Decimal(_SIZES.index(text))
    return Decimal(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None


def bounds_of(currency: str) -> tuple[int, ...]:
    """Where one price range ends and the next begins."""
    return tuple(bound * 100 for bound in _BOUNDS) if digits(currency) == 0 else _BOUNDS


def _price_range(one: Count, bounds: Sequence[int], currency: str) -> FacetValue:
    """`25-49.99`: both ends belong to it, so it can be given as min_price and max_price."""
    place = int(one.value)
    low = bounds[place - 1] if place else 0
    if place == len(bounds):
        return FacetValue(f"{low}-", f"{_whole(low, currency)} and more", one.count)
    high = bounds[place]
    last = Decimal(high) - Decimal(1).scaleb(-digits(currency))
    label = (
        f"{_whole(low, currency)} to {_whole(high, currency)}" if low else f"Under {_whole(high, currency)}"
    )
    return FacetValue(f"{low}-{last}", label, one.count)


def _whole(amount: int, currency: str) -> str:
    return Money.of(amount, currency).formatted().removesuffix(".00")
