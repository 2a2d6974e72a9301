"""The ways to narrow a search, with how many products each would leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domains.catalog.types import Facet, FacetValue
from domains.catalog.wording import YES_OR_NO, Wording, of_every_attribute, unworded
from domains.kernel.money import Money, digits

_BOUNDS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
STARS = (4, 3, 2)
MOST_VALUES = 40
_MOST_ATTRIBUTES = 8
_FIRST_ATTRIBUTES = ("size", "colour", "color", "material")
_SIZES = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "small", "medium", "large")


# Made by the hundred: what is frozen takes three times as long to make.
@dataclass(slots=True)
class Count:
    """How many have the value, and how one of them writes it: its label, its attribute's name, its swatch.

    Of a category the label is its name, and it stands where its path says.
    """

    facet: str
    value: str
    count: int
    label: str = ""
    name: str = ""
    swatch: str = ""
    path: str = ""


def facets_of(counts: Mapping[str, Sequence[Count]], *, currency: str) -> tuple[Facet, ...]:
    """The facets that have values, as shoppers see them."""
    return tuple(one for one in _facets(counts, bounds_of(currency), currency) if one.values)


def _facets(counts: Mapping[str, Sequence[Count]], bounds: Sequence[int], currency: str) -> Iterator[Facet]:
    categories = sorted((one for one in counts.get("category", ()) if one.path), key=lambda one: one.path)
    brands = sorted(counts.get("brand", ()), key=lambda one: (-one.count, one.value))[:MOST_VALUES]
    prices = sorted(counts.get("price", ()), key=lambda one: int(one.value))
    stars = sorted(counts.get("rating", ()), key=lambda one: one.value, reverse=True)
    yield _facet("category", "Category", [(one, one.label) for one in categories])
    yield _facet("brand", "Brand", [(one, one.label) for one in brands])
    yield Facet("price", "Price", tuple(_price_range(one, bounds, currency) for one in prices))
    yield _facet("rating", "Rating", [(one, f"{one.value} stars and up") for one in stars])
    yield _facet("in_stock", "Availability", [(one, "In stock") for one in counts.get("in_stock", ())])
    attributes = first_attributes({name: sum(one.count for one in some) for name, some in counts.items()})
    wordings = of_every_attribute() if attributes else {}
    for name in attributes:
        yield _attribute(name, counts[name], wordings)


def first_attributes(totals: Mapping[str, int]) -> list[str]:
    """Those that are shown, of all with how many have any: size, colour, material, then the most frequent."""

    def standing(facet: str) -> tuple[int, int, str]:
        plain = facet.removeprefix("attr.")
        known = _FIRST_ATTRIBUTES.index(plain) if plain in _FIRST_ATTRIBUTES else len(_FIRST_ATTRIBUTES)
        return known, -totals[facet], plain

    return sorted((facet for facet in totals if facet.startswith("attr.")), key=standing)[:_MOST_ATTRIBUTES]


def _facet(name: str, label: str, counts: Sequence[tuple[Count, str]]) -> Facet:
    return Facet(
        name, label, tuple(FacetValue(one.value, shown or one.value, one.count) for one, shown in counts)
    )


def _attribute(facet: str, counts: Sequence[Count], wordings: Mapping[str, Wording]) -> Facet:
    """An attribute with its most frequent values; sizes stand in their own order."""
    shown = sorted(counts, key=lambda one: (-one.count, one.value))[:MOST_VALUES]
    values = [
        FacetValue(one.value, YES_OR_NO.get(one.label, one.label), one.count, one.swatch) for one in shown
    ]
    if all(_size_place(value) is not None for value in values):
        values.sort(key=lambda value: _size_place(value) or Decimal(0))
    plain = facet.removeprefix("attr.")
    name = next((one.name for one in shown if one.name), plain)
    return Facet(facet, str(wordings.get(plain) or unworded(name)), tuple(values))


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
