"""Reads the filters of a list or a search off the address."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Protocol

from drf_spectacular.utils import OpenApiParameter

from domains.catalog.errors import InvalidFilter
from domains.catalog.types import Ordering, ProductFilters

_NAMES = (
    "category",
    "brand",
    "vendor",
    "collection",
    "tag",
    "min_price",
    "max_price",
    "in_stock",
    "min_rating",
    "on_sale",
    "currency",
    "ordering",
)
_PAGING = ("cursor", "page_size")
_MOST_ATTRIBUTES, _LONGEST = 20, 300
_LARGEST = Decimal(10) ** 12

CURRENCY_PARAMETER = OpenApiParameter(
    "currency", description="What has a price in this currency, at that price."
)
FILTER_PARAMETERS = [
    OpenApiParameter("category", description="A category's slug; what is below it counts as well."),
    OpenApiParameter("brand", description="Brands by slug or name, separated by commas."),
    OpenApiParameter("vendor"),
    OpenApiParameter("collection", description="A collection's slug."),
    OpenApiParameter("tag"),
    OpenApiParameter("min_price", description="What is paid, at least."),
    OpenApiParameter("max_price", description="What is paid, at most."),
    OpenApiParameter("in_stock", bool),
    OpenApiParameter("min_rating", description="The average rating, at least."),
    OpenApiParameter("on_sale", bool),
    CURRENCY_PARAMETER,
    OpenApiParameter("ordering", enum=[one.value for one in Ordering]),
    OpenApiParameter(
        "attr",
        {"type": "object", "additionalProperties": {"type": "string"}},
        description="`attr.<name>=a,b`: any of the values of an attribute, e.g. `attr.colour=moss,ink`.",
    ),
]
PAGE_PARAMETERS = [OpenApiParameter("cursor"), OpenApiParameter("page_size", int)]


class Query(Protocol):
    """The parameters of an address, each with all its values."""

    def keys(self) -> Iterable[str]: ...

    def getlist(self, key: str) -> list[str]: ...


def parse_filters(query: Query, *, also: tuple[str, ...] = ()) -> tuple[ProductFilters, Ordering | None]:
    """The filters and the ordering; `also` names what else the address may carry.

    Raises InvalidFilter that names the parameter and what is allowed.
    """
    allowed = (*_NAMES, *_PAGING, *also)
    given: dict[str, str] = {}
    attributes: dict[str, tuple[str, ...]] = {}
    for name in query.keys():  # noqa: SIM118  a QueryDict
        values = query.getlist(name)
        if name.startswith("attr.") and len(name) > 5:
            attributes[_clean(name, name[5:])] = _split(name, values)
        elif name in allowed:
            given[name] = _clean(name, values[-1] if name != "brand" else ",".join(values))
        else:
            raise InvalidFilter(
                f"There is no filter {name[:80]!r}. Use {', '.join(allowed)} or attr.<name>.",
                field=name[:80],
                allowed=[*allowed, "attr.<name>"],
            )
    if len(attributes) > _MOST_ATTRIBUTES:
        raise InvalidFilter(f"Use at most {_MOST_ATTRIBUTES} attributes.", field="attr")
    return _filters(given, attributes), _ordering(given.get("ordering", ""))


def _filters(given: Mapping[str, str], attributes: Mapping[str, tuple[str, ...]]) -> ProductFilters:
    return ProductFilters(
        category=given.get("category", ""),
        brand=_split("brand", [given.get("brand", "")]),
        vendor=given.get("vendor", ""),
        collection=given.get("collection", ""),
        tag=given.get("tag", ""),
        min_price=_number("min_price", given),
        max_price=_number("max_price", given),
        in_stock=_truth("in_stock", given),
        min_rating=_number("min_rating", given),
        on_sale=_truth("on_sale", given),
        attributes=attributes,
        currency=given.get("currency", "").upper(),
    )


def _ordering(text: str) -> Ordering | None:
    if not text:
        return None
    allowed = [one.value for one in Ordering]
    if text not in allowed:
        raise InvalidFilter(
            f"There is no ordering {text[:80]!r}. Use one of {', '.join(allowed)}.",
            field="ordering",
            allowed=allowed,
        )
    return Ordering(text)


def _split(name: str, values: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in _clean(name, value).split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _clean(name: str, value: str) -> str:
    if len(value) > _LONGEST or "\0" in value:
        raise InvalidFilter(f"A value of {name[:80]} is not valid.", field=name[:80])
    return value.strip()


def _number(name: str, given: Mapping[str, str]) -> Decimal | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= _LARGEST:
        raise InvalidFilter(f"{name} must be a number that is not negative, such as 19.99.", field=name)
    return number


def _truth(name: str, given: Mapping[str, str]) -> bool | None:
    text = given.get(name, "").lower()
    if not text:
        return None
    if text not in ("true", "false", "1", "0"):
        raise InvalidFilter(f"{name} must be true or false.", field=name)
    return text in ("true", "1")
