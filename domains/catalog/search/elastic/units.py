"""Numbers as the index keeps them: whole, so that they compare exactly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from domains.catalog.pricing import is_own

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = Decimal(2**63 - 1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the read row, the field that sorts like it, and the way there and back."""

    field: str
    to_index: Callable[[Any], Any]
    from_index: Callable[[Any], Any]


def _decimal(field: str, places: int) -> Column:
    return Column(
        field, lambda value: int(Decimal(value).scaleb(places)), lambda whole: Decimal(whole).scaleb(-places)
    )


# By the names of the read row's columns: what lists are sorted by.
COLUMNS: Mapping[str, Column] = {
    "product_id": Column("product_id", str, str),
    "name": Column("title", str, str),
    "popularity": Column("popularity", int, int),
    "published_at": Column(
        "published_at",
        lambda moment: (moment - _BEGINNING) // _MICROSECOND,
        lambda whole: _BEGINNING + whole * _MICROSECOND,
    ),
    "paid": _decimal("paid", 4),
    "rating": _decimal("rating", 2),
}


def paid_field(currency: str) -> str:
    """Where what is paid in this currency stands."""
    return "paid" if is_own(currency) else f"paid_in.{currency}"


def column_in(name: str, currency: str) -> Column:
    """The column as it is sorted by when prices are in this currency."""
    column = COLUMNS[name]
    return replace(column, field=paid_field(currency)) if name == "paid" else column


def at_least(value: Decimal, places: int) -> int:
    """The smallest whole number of the index that is not below the value."""
    return _within_reach(value, places, ROUND_CEILING)


def at_most(value: Decimal, places: int) -> int:
    """The largest whole number of the index that is not above the value."""
    return _within_reach(value, places, ROUND_FLOOR)


def _within_reach(value: Decimal, places: int, rounding: str) -> int:
    whole = value.scaleb(places).to_integral_value(rounding)
    return int(max(min(whole, _LARGEST), -_LARGEST))
