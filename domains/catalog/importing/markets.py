"""The columns with which a Shopify product CSV prices a product for a market: here, in another currency.

Shopify names the market (`Price / Germany`), not the currency. A market that is a country has one, and
so has one that is called by its currency, as we call it; what `Price / International` is in, only a
person can say.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import get_territory_currencies

from domains.kernel.money import digits

# Whoever maps a file's columns may choose these; a file may name any other.
OFFERED = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK")
_PRICE, _COMPARE_AT = "Price / ", "Compare At Price / "
# Newer exports write the second one with a hyphen.
_NAMED = re.compile(r"(?P<compare>compare[ -]at )?price\s*/\s*(?P<market>.+)", re.IGNORECASE)


def columns_of(currencies: Iterable[str]) -> Iterator[str]:
    """The two columns of each: what is paid, and what that was reduced from."""
    for currency in currencies:
        yield price_in(currency)
        yield compare_at_in(currency)


def price_in(currency: str) -> str:
    """The column of what is paid in the currency."""
    return f"{_PRICE}{currency}"


def compare_at_in(currency: str) -> str:
    """The column of the regular price in the currency, where it is reduced."""
    return f"{_COMPARE_AT}{currency}"


def is_one(column: str) -> bool:
    """Whether the column prices products in another currency."""
    return known_as(column) == column != ""


@lru_cache(maxsize=1_000)
def known_as(name: str) -> str:
    """The column of ours that the name means; empty when it names no market, or one of many currencies."""
    found = _NAMED.fullmatch(name.strip())
    currency = _currency_of(found["market"].strip()) if found else ""
    if not found or not currency:
        return ""
    return compare_at_in(currency) if found["compare"] else price_in(currency)


def is_unclear(name: str) -> bool:
    """Whether the name prices a market whose currency only a person can say."""
    return _NAMED.fullmatch(name.strip()) is not None and not known_as(name)


@lru_cache(maxsize=1_000)
def currency_of(column: str) -> str:
    """The currency of a column of what is paid; empty for every other column."""
    return column.removeprefix(_PRICE) if column.startswith(_PRICE) else ""


def _currency_of(market: str) -> str:
    # In capitals, as we give them out: of a market called “All” nobody pays in Albanian lek.
    if re.fullmatch(r"[A-Z]{3}", market):
        try:
            digits(market)
        except ValueError:
            return ""
        return market
    current = get_territory_currencies(_territories().get(market.casefold(), ""))
    return str(current[0]) if len(current) == 1 else ""


@cache
def _territories() -> dict[str, str]:
    """The code of each country by its English name."""
    return {name.casefold(): code for code, name in Locale("en").territories.items()}
