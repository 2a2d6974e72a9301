"""The read rows at their prices in one currency: what lists and searches read from."""

from functools import lru_cache

from django.conf import settings

from domains.catalog.models import ProductRow
from domains.catalog.narrowing import check_currency, trait

_TABLE = "catalog_product_row"
_PRICE = "(other_prices->'{code}'->>0)::numeric"
_REDUCED = "(other_prices->'{code}'->>1)::numeric"
_LOWEST = "(other_prices->'{code}'->>2)::numeric"
_COLUMNS = {
    "price": _PRICE,
    "sale_price": _REDUCED,
    "paid": f"COALESCE({_REDUCED}, {_PRICE})",
    "lowest_before": _LOWEST,
    "currency": "'{code}'",
}


def is_own(currency: str) -> bool:
    """Whether it is the shop's own, in which rows are kept where they can be; none at all is that as well."""
    return currency in ("", settings.DEFAULT_CURRENCY)


def has_price_in(currency: str, *, table: str = "") -> str:
    """Whether a row, of the table that is called so, has a price in the currency. Raises InvalidFilter."""
    if is_own(currency):
        return "TRUE"
    # Known to be a currency's code, so it may stand in the text, where the planner sees it.
    check_currency(currency)
    return f"{table and table + '.'}traits @> ARRAY['{trait('currency', currency)}']"


def paid_in(currency: str) -> str:
    """What is paid for a row in another currency than the shop's own."""
    return _COLUMNS["paid"].format(code=currency)


def rows_in(currency: str, *, wholly: bool = True) -> str:
    """What stands after FROM, to be named: the rows with a price in the currency, at that price.

    Nothing is asked of the shop's own currency, in which the rows are kept: these are the rows themselves.
    Unless `wholly`, rows without a price in the currency are there as well, at their own.
    Raises InvalidFilter for what is no currency.
    """
    return _TABLE if is_own(currency) else _priced_rows(currency, has_price_in(currency), wholly)


@lru_cache(maxsize=64)
def _priced_rows(currency: str, has_it: str, wholly: bool) -> str:
    columns = (_column(str(one.column), currency, has_it, wholly) for one in ProductRow._meta.concrete_fields)
    condition = f" WHERE {has_it}" if wholly else ""
    return f"(SELECT {', '.join(columns)} FROM {_TABLE}{condition})"  # noqa: S608


def _column(name: str, currency: str, has_it: str, wholly: bool) -> str:
    if name not in _COLUMNS:
        return name
    found = _COLUMNS[name].format(code=currency)
    return f"{found} AS {name}" if wholly else f"CASE WHEN {has_it} THEN {found} ELSE {name} END AS {name}"
