"""The condition that each filter puts on documents, by the same names as those on rows."""

from typing import Any

from domains.catalog.narrowing import accepted_traits, trait
from domains.catalog.pricing import is_own
from domains.catalog.search.elastic.units import at_least, at_most, paid_field
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
        found["price"] = {"range": {paid_field(filters.currency): price}}
    if filters.min_rating is not None:
        found["rating"] = {"range": {"rating": {"gte": at_least(filters.min_rating, 2)}}}
    if filters.in_stock is not None:
        found["in_stock"] = {"term": {"in_stock": filters.in_stock}}
    if filters.on_sale is not None:
        found["on_sale"] = _reduced(filters.currency, filters.on_sale)
    if filters.currency:
        found["currency"] = has_price_in(filters.currency)
    return found


def has_price_in(currency: str) -> Condition:
    """What has a price in the currency."""
    if is_own(currency):
        return {"term": {"currency": currency}}
    return {"term": {"traits": trait("currency", currency)}}


def _reduced(currency: str, wanted: bool) -> Condition:
    if is_own(currency):
        return {"term": {"on_sale": wanted}}
    reduced = {"term": {"reduced_in": currency}}
    return reduced if wanted else {"bool": {"must_not": [reduced]}}
