"""What filters compare: the traits of a row, and the conditions that filters put on rows."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.text import slugify

from domains.catalog.clauses import Clause
from domains.catalog.errors import InvalidFilter
from domains.catalog.types import Ordering, ProductFilters
from domains.kernel.money import digits

# Filters that compare numbers, for which rows are kept in order.
NUMBERS = ("price", "rating")
_GAPS = re.compile(r"[\s,]+")

# Each ends in the key, so that pages are stable.
ORDERINGS: Mapping[Ordering, tuple[str, ...]] = {
    Ordering.NEWEST: ("-published_at", "-product_id"),
    Ordering.PRICE: ("paid", "product_id"),
    Ordering.PRICE_DOWN: ("-paid", "-product_id"),
    Ordering.RATING: ("-rating", "-product_id"),
    Ordering.NAME: ("name", "product_id"),
    Ordering.BESTSELLING: ("-popularity", "-product_id"),
}


def trait(kind: str, value: str) -> str:
    """`category=tops`: one thing that a product is."""
    return f"{kind}={value_of(value)}"


@lru_cache(maxsize=10_000)
def value_of(text: str) -> str:
    """A slug as it is, a name as its slug."""
    return slugify(text, allow_unicode=True) or text.casefold().strip()


@lru_cache(maxsize=10_000)
def attribute_trait(name: str, value: str) -> str:
    """`attr.colour=moss`, `attr.material=100%-organic-cotton`: the value as its key."""
    return f"attr.{value_key(name)}={value_key(value)}"


@lru_cache(maxsize=10_000)
def value_key(text: str) -> str:
    """An attribute's value as it stands in addresses: without capitals, blanks and commas."""
    return _GAPS.sub("-", text.casefold().strip())


def conditions(filters: ProductFilters) -> dict[str, Clause]:
    """The condition of each filter that is set, by the filter's name (`attr.<name>` for attributes).

    A facet's counts leave out its own condition. Raises InvalidFilter for bounds that cannot be met.
    """
    _check(filters)
    found = {name: _any_of(traits) for name, traits in accepted_traits(filters).items()}
    return found | _numbers(filters)


def accepted_traits(filters: ProductFilters) -> dict[str, list[str]]:
    """Of each filter that is set and compares traits, those of which a product must have one."""
    found = {
        name: [trait(name, value)]
        for name, value in (
            ("category", filters.category),
            ("vendor", filters.vendor),
            ("collection", filters.collection),
            ("tag", filters.tag),
        )
        if value
    }
    if filters.brand:
        found["brand"] = [trait("brand", brand) for brand in filters.brand]
    for name, values in filters.attributes.items():
        if values:
            found[f"attr.{name}"] = [attribute_trait(name, value) for value in values]
    return found


def _any_of(traits: list[str]) -> Clause:
    return Clause(f"traits {'@>' if len(traits) == 1 else '&&'} %s::text[]", (traits,))


def _numbers(filters: ProductFilters) -> dict[str, Clause]:
    found: dict[str, Clause] = {}
    low, high = filters.min_price, filters.max_price
    if low is not None and high is not None:
        found["price"] = Clause("paid >= %s AND paid <= %s", (low, high))
    elif low is not None:
        found["price"] = Clause("paid >= %s", (low,))
    elif high is not None:
        found["price"] = Clause("paid <= %s", (high,))
    if filters.min_rating is not None:
        found["rating"] = Clause("rating >= %s", (filters.min_rating,))
    if filters.in_stock is not None:
        found["in_stock"] = Clause("in_stock" if filters.in_stock else "NOT in_stock")
    if filters.on_sale is not None:
        found["on_sale"] = Clause(f"sale_price IS {'NOT ' if filters.on_sale else ''}NULL")
    if filters.currency == settings.DEFAULT_CURRENCY:
        # Of another currency the rows are read that have a price in it: see `pricing`.
        found["currency"] = Clause("currency = %s", (filters.currency,))
    return found


def _check(filters: ProductFilters) -> None:
    low, high = filters.min_price, filters.max_price
    if low is not None and high is not None and low > high:
        raise InvalidFilter("min_price is above max_price.", field="min_price")
    check_currency(filters.currency)


def check_currency(currency: str) -> None:
    """Raises InvalidFilter for what is no currency; none at all is the shop's own."""
    if currency:
        try:
            digits(currency)
        except ValueError as unknown:
            raise InvalidFilter(f"{unknown}.", field="currency") from unknown
