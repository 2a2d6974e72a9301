"""A list's address to filters and back: what is chosen, and the address without one choice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict

from domains.catalog.types import Facet, FacetValue, Ordering, ProductFilters, SearchResults

PAGE_SIZE = 24
ORDERINGS: Mapping[Ordering, str] = {
    Ordering.NEWEST: "Newest first",
    Ordering.BESTSELLING: "Bestselling",
    Ordering.PRICE: "Price, low to high",
    Ordering.PRICE_DOWN: "Price, high to low",
    Ordering.RATING: "Best rated",
    Ordering.NAME: "Name, A to Z",
}
_HIGHEST = Decimal(10_000_000)
# These have their own place on the page.
_NOT_BOXES = {"category", "price", "rating", "in_stock"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Box:
    value: FacetValue
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet as check boxes; `name` is the field's."""

    name: str
    label: str
    boxes: tuple[Box, ...]

    @property
    def is_open(self) -> bool:
        return any(box.checked for box in self.boxes)


class Listing:
    """What a listing's address asks for."""

    def __init__(self, query: QueryDict, *, currency: str, category: str = "") -> None:
        self.query = query
        self.text = _one(query, "q").strip()[:200]
        self.problems: list[str] = []
        self.cursor = query.get("cursor") or None
        chosen = query.get("ordering", "")
        self.ordering = Ordering(chosen) if chosen in list(Ordering) else None
        self.filters = ProductFilters(
            category=category or _one(query, "category"),
            brand=_values(query, "brand"),
            collection=_one(query, "collection"),
            tag=_one(query, "tag"),
            min_price=self._amount("min_price"),
            max_price=self._amount("max_price"),
            min_rating=self._amount("min_rating"),
            in_stock=True if query.get("in_stock") in ("1", "true") else None,
            on_sale=True if query.get("on_sale") in ("1", "true") else None,
            attributes={
                _whole(name.removeprefix("attr.")): _values(query, name)
                for name in query
                if name.startswith("attr.")
            },
            currency=currency,
        )

    def groups(self, facets: Sequence[Facet]) -> tuple[Group, ...]:
        """The facets that are chosen by ticking boxes."""
        return tuple(
            Group(
                facet.name,
                facet.label,
                tuple(Box(value, value.value in _values(self.query, facet.name)) for value in facet.values),
            )
            for facet in facets
            if facet.name not in _NOT_BOXES
        )

    def chips(self, found: SearchResults) -> tuple[Chip, ...]:
        """Every filter that is on, with its way out."""
        return tuple(self._chips(found))

    def _chips(self, found: SearchResults) -> Iterator[Chip]:
        labels = {(facet.name, value.value): value.label for facet in found.facets for value in facet.values}
        for name in self.query:
            if name == "brand" or name.startswith("attr."):
                for value in _values(self.query, name):
                    yield Chip(labels.get((name, value), value), self._without(name, value))
        plain = {
            "min_price": f"From {self.filters.min_price}",
            "max_price": f"Up to {self.filters.max_price}",
            "min_rating": f"{self.filters.min_rating} stars and up",
            "in_stock": "In stock",
            "on_sale": "Reduced",
        }
        for name, label in plain.items():
            if getattr(self.filters, name) is not None:
                yield Chip(label, self._without(name))

    def _without(self, name: str, value: str = "") -> str:
        left = self.query.copy()
        left.pop("cursor", None)
        rest = [one for one in _values(self.query, name) if one != value] if value else []
        left.setlist(name, rest)
        return "?" + left.urlencode()

    def cleared(self) -> str:
        """The address with no filter on."""
        return "?" + urlencode({name: self.query[name] for name in ("q", "ordering") if name in self.query})

    def _amount(self, name: str) -> Decimal | None:
        given = self.query.get(name, "").strip()
        if not given:
            return None
        try:
            amount = Decimal(given)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not (amount.is_finite() and 0 <= amount <= _HIGHEST):
            self.problems.append(
                f"“{given[:20]}” is not an amount, so it was left out. Use a number such as 25."
            )
            return None
        return amount


def _whole(text: str) -> str:
    """Without the one character that no database looks for."""
    return text.replace("\x00", "")


def _one(query: QueryDict, name: str) -> str:
    return _whole(query.get(name, ""))


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    parts = (_whole(part) for given in query.getlist(name) for part in given.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
