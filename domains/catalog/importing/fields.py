"""Reads what a field says, or tells why it cannot be used."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from domains.catalog.importing.lines import Line
from domains.kernel.money import Money

_HIGHEST_PRICE = Decimal("999999999")
# As many as inventory takes at once.
MOST_STOCK = 10_000_000


class Refused(Exception):
    """A field cannot be used; the line is left out."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def money(line: Line, column: str, currency: str) -> Money:
    """The price in the column. Raises Refused."""
    return price_of(line.get(column), column, currency)


def price_of(text: str, column: str, currency: str) -> Money:
    """The price that the text, or a part of what stands in the column, is. Raises Refused."""
    try:
        if not text.isascii():
            raise InvalidOperation
        amount = Decimal(text)
        if not amount.is_finite() or not 0 <= amount <= _HIGHEST_PRICE:
            raise InvalidOperation
        return Money(amount, currency)
    except InvalidOperation:
        wrong = f"{text[:40]!r} is not a price" if text else "There is no price"
        raise Refused(column, f"{wrong}. Write a number such as 12.50.") from None
    except ValueError as refused:
        raise Refused(column, f"{refused}.") from None


def whole(line: Line, column: str, *, lowest: int = 0) -> int:
    """The whole number in the column, 0 where it is empty. Raises Refused."""
    text = line.get(column) or "0"
    try:
        number = Decimal(text)
        if not number.is_finite() or not lowest <= number <= MOST_STOCK:
            raise InvalidOperation
        return int(number)
    except InvalidOperation:
        raise Refused(column, f"{text[:40]!r} is not a whole number that makes sense here.") from None


def moment(line: Line, column: str) -> datetime | None:
    """The time in the column, of UTC where it names no zone; None where it is empty. Raises Refused."""
    text = line.get(column)
    try:
        found = datetime.fromisoformat(text) if text else None
        # A time that is beyond the calendar elsewhere on earth could be stored and never be read.
        return found and (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            column, f"{text[:40]!r} is not a time. Write one such as 2027-01-31T18:00:00Z."
        ) from None


def yes(line: Line, column: str) -> bool:
    """Whether the column does not say no."""
    return line.get(column).lower() not in ("false", "no", "0")
