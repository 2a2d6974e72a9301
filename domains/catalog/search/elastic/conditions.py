"""The condition that each filter puts on documents, by the same names as those on rows."""

from typing import Any

from domains.catalog.narrowing import accepted_traits
from domains.catalog.search.elastic.units import at_least, at_most
from domains.catalog.types import ProductFilters

Condition = dict[str, Any]


def conditions(filters: ProductFilters) -> dict[str, Condition]:
    """The condition of each filter that is set; the filters have been checked."""
    found: dict[str, Condition] = {
        name.casefold(): {"terms": {"traits": traits}} for name, traits in accepted_traits(filters).items()
    }
    return found | _numbers(filters)


def _numbers(filters: ProductFilters) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    price = {}
    if filters.min_price is not None:
        price["gte"] = at_least(filters.min_price, 4)
    if filters.max_price is not None:
        price["lte"] = at_most(filters.max_price, 4)
    if price:
        found["price"] = {"range": {"paid": price}}
    if filters.min_rating is not None:
        found["rating"] = {"range": {"rating": {"gte": at_least(filters.min_rating, 2)}}}
    for name in ("in_stock", "on_sale"):
        wanted = getattr(filters, name)
        if wanted is not None:
            found[name] = {"term": {name: wanted}}
    if filters.currency:
        found["currency"] = {"term": {"currency": filters.currency}}
    return found
