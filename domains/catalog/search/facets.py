"""The ways to narrow a search, with how many products each would leave."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from domains.catalog.models import ProductRow
from domains.catalog.narrowing import attribute_trait
from domains.catalog.search.counting import counting_statement
from domains.catalog.types import Facet, FacetValue
from domains.kernel.money import Money, digits
from domains.kernel.router import database_of

_COLUMNS = ("traits", "brand", "brand_slug", "paid", "rating", "in_stock", "attributes", "colours")
_BOUNDS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
_STARS = (4, 3, 2)
_MOST_VALUES = 40
_MOST_ATTRIBUTES = 8
_FIRST_ATTRIBUTES = ("size", "colour", "color", "material")
_SIZES = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "small", "medium", "large")

_Row = tuple[str, str, str, int, str]  # facet, value, label, count, path or swatch


def count_facets(
    found: "QuerySet[ProductRow]", conditions: Mapping[str, Q], *, currency: str
) -> tuple[int, tuple[Facet, ...]]:
    """How many of `found` meet all conditions, and the facets, in one query.

    A facet's counts leave out its own condition, so that a shopper sees what else there is.
    """
    marks = {
        f"ok{place}": ExpressionWrapper(condition, output_field=BooleanField())
        for place, condition in enumerate(conditions.values())
    }
    alias = database_of("catalog")
    rows = found.order_by().annotate(**marks).values(*_COLUMNS, *marks)
    inner, parameters = rows.query.get_compiler(using=alias).as_sql()
    bounds = _bounds(currency)
    statement, more = counting_statement(inner, list(conditions), bounds=bounds, stars=_STARS)
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, [*parameters, *more])
        counted: dict[str, list[_Row]] = {}
        for row in cursor.fetchall():
            counted.setdefault(row[0], []).append(row)
    total = counted.pop("total")[0][3]
    return total, tuple(_facets(counted, bounds, currency))


def _facets(counted: Mapping[str, Sequence[_Row]], bounds: Sequence[int], currency: str) -> Iterator[Facet]:
    by_path = sorted(counted.get("category", ()), key=lambda row: row[4])
    by_count = sorted(counted.get("brand", ()), key=lambda row: (-row[3], row[2]))
    prices = sorted(counted.get("price", ()), key=lambda row: int(row[1]))
    stars = sorted(counted.get("rating", ()), key=lambda row: -int(row[1]))
    in_stock = counted.get("in_stock", ())
    yield from _facet("category", "Category", (FacetValue(row[1], row[2], row[3]) for row in by_path))
    yield from _facet(
        "brand", "Brand", (FacetValue(row[1], row[2], row[3]) for row in by_count[:_MOST_VALUES])
    )
    yield from _facet("price", "Price", (_price_range(row, bounds, currency) for row in prices))
    yield from _facet(
        "rating", "Rating", (FacetValue(row[1], f"{row[1]} stars and up", row[3]) for row in stars)
    )
    yield from _facet(
        "in_stock", "Availability", (FacetValue(row[1], "In stock", row[3]) for row in in_stock)
    )
    attributes = {name: rows for name, rows in counted.items() if name.startswith("attr.")}
    for name in sorted(attributes, key=lambda name: _standing(name, attributes[name]))[:_MOST_ATTRIBUTES]:
        shown = name.removeprefix("attr.").strip()
        values = _attribute_values(shown, attributes[name])
        yield from _facet(name.lower(), shown[:1].upper() + shown[1:], values)


def _facet(name: str, label: str, values: Iterator[FacetValue]) -> Iterator[Facet]:
    """The facet, unless there is nothing to choose."""
    if some := tuple(values):
        yield Facet(name, label, some)


def _standing(name: str, rows: Sequence[_Row]) -> tuple[int, int, str]:
    """Sizes, colours and materials first, then what most products have."""
    plain = name.removeprefix("attr.").strip().lower()
    known = _FIRST_ATTRIBUTES.index(plain) if plain in _FIRST_ATTRIBUTES else len(_FIRST_ATTRIBUTES)
    return known, -sum(row[3] for row in rows), plain


def _attribute_values(name: str, rows: Sequence[_Row]) -> Iterator[FacetValue]:
    """Values that are written alike count as one; sizes stand in their own order, others by number."""
    merged: dict[str, FacetValue] = {}
    for _, _, label, count, swatch in sorted(rows, key=lambda row: -row[3]):
        value = attribute_trait(name, label).partition("=")[2]
        before = merged.get(value, FacetValue(value, label, 0, swatch))
        merged[value] = FacetValue(value, before.label, before.count + count, before.swatch or swatch)
    most = sorted(merged.values(), key=lambda value: (-value.count, value.label))[:_MOST_VALUES]
    if all(_size_place(value) is not None for value in most):
        most.sort(key=lambda value: _size_place(value) or Decimal(0))
    yield from most


def _size_place(value: FacetValue) -> Decimal | None:
    text = value.label.lower()
    if text in _SIZES:
        return Decimal(_SIZES.index(text))
    return Decimal(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None


def _bounds(currency: str) -> tuple[int, ...]:
    return tuple(bound * 100 for bound in _BOUNDS) if digits(currency) == 0 else _BOUNDS


def _price_range(row: _Row, bounds: Sequence[int], currency: str) -> FacetValue:
    """`25-49.99`: both ends belong to it, so it can be given as min_price and max_price."""
    place = int(row[1])
    low = bounds[place - 1] if place else 0
    if place == len(bounds):
        return FacetValue(f"{low}-", f"{_whole(low, currency)} and more", row[3])
    high = bounds[place]
    last = Decimal(high) - Decimal(1).scaleb(-digits(currency))
    label = (
        f"{_whole(low, currency)} to {_whole(high, currency)}" if low else f"Under {_whole(high, currency)}"
    )
    return FacetValue(f"{low}-{last}", label, row[3])


def _whole(amount: int, currency: str) -> str:
    return Money.of(amount, currency).formatted().removesuffix(".00")
