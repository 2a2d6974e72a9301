"""Money: an exact amount in one currency, always rounded to that currency's own digits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_name
from moneyed import CurrencyDoesNotExist, get_currency

# A currency without a sign of its own, written against its number.
_TOUCHING = re.compile(r"(?<=[A-Z])(?=\d)")


@lru_cache(maxsize=256)
def digits(currency: str) -> int:
    """How many decimals the currency has: USD 2, JPY 0, KWD 3. Raises ValueError if unknown."""
    try:
        sub_unit = get_currency(currency).sub_unit
    except CurrencyDoesNotExist as missing:
        raise ValueError(f"{currency!r} is not an ISO 4217 currency") from missing
    return len(str(sub_unit)) - 1


def currency_name(currency: str, *, locale: str = "en_US") -> str:
    """`US dollars`, as prices are said to be in them."""
    return get_currency_name(currency, count=2, locale=locale)


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount with the currency's own digits, halves away from zero. The one rounding rule."""
    return amount.quantize(_smallest(currency), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=256)
def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-digits(currency))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount that is exact in its currency; `Money.of` rounds, the constructor refuses to."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        exact = round_amount(self.amount, self.currency)
        if exact != self.amount:
            raise ValueError(f"{self.amount} has more digits than {self.currency} knows")
        object.__setattr__(self, "amount", exact)

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """The amount rounded to the currency's digits."""
        return cls(round_amount(Decimal(amount), currency), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Nothing, in this currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def from_minor(cls, units: int, currency: str) -> "Money":
        """From the smallest unit, as gateways count: 1999 USD is 19.99."""
        return cls(Decimal(units).scaleb(-digits(currency)), currency)

    @property
    def minor(self) -> int:
        """The amount in the smallest unit, as gateways count."""
        return int(self.amount.scaleb(digits(self.currency)))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        return Money.of(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def formatted(self, locale: str = "en_US") -> str:
        """For people: `$19.99`, `¥1,200`, `CHF 17.00`."""
        return _formatted(self.amount, self.currency, locale)

    def allocate(self, weights: Sequence[int | Decimal]) -> tuple["Money", ...]:
        """Parts in proportion to the weights that sum to this amount exactly.

        Raises ValueError when the weights are negative or sum to zero.
        """
        whole = sum(weights, Decimal(0))
        if whole <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("weights must not be negative and must sum to more than zero")
        parts, given, seen = [], 0, Decimal(0)
        for weight in weights:
            seen += weight
            upto = int((self.minor * seen / whole).to_integral_value(ROUND_HALF_UP))
            parts.append(Money.from_minor(upto - given, self.currency))
            given = upto
        return tuple(parts)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.amount


@lru_cache(maxsize=8192)
def _formatted(amount: Decimal, currency: str, locale: str) -> str:
    return _TOUCHING.sub("\N{NO-BREAK SPACE}", format_currency(amount, currency, locale=locale))


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum in this currency; zero when there is nothing to add."""
    return sum(amounts, Money.zero(currency))
