"""What a variant costs in other currencies, as it is stored: `{"EUR": ["20.00", "15.00"]}`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from domains.catalog.errors import InvalidProduct
from domains.catalog.timing import Reduced, is_reduced_at
from domains.catalog.types import NewVariant, OtherPrice
from domains.kernel.money import Money


class Offer(NamedTuple):
    """What is asked in one currency: the regular price, the reduced one, and the least before it."""

    currency: str
    price: Decimal
    sale_price: Decimal | None
    lowest_before: Decimal | None

    @property
    def paid(self) -> Decimal:
        return self.price if self.sale_price is None else self.sale_price

    def at_regular_price(self) -> "Offer":
        """The same while nothing is reduced."""
        return Offer(self.currency, self.price, None, None)

    def as_stored(self) -> list[str | None]:
        """Its amounts as a read row keeps them."""
        amounts = (self.price, self.sale_price, self.lowest_before)
        return [None if one is None else str(one) for one in amounts]


# Of each currency the regular price, and the reduced one where there is one.
Stored = Mapping[str, Sequence[str | None]]


def check(variant: NewVariant) -> None:
    """Raises InvalidProduct for prices that cannot stand beside the variant's own."""
    for currency, times in Counter(one.price.currency for one in variant.other_prices or ()).items():
        if times > 1 or currency == variant.price.currency:
            _refuse(f"{variant.sku} has more than one price in {currency}.")
    for one in variant.other_prices or ():
        if one.price.amount < 0 or (one.sale_price is not None and one.sale_price.amount < 0):
            _refuse(f"The price of {variant.sku} in {one.price.currency} is negative.")
        if one.sale_price is not None and one.sale_price.currency != one.price.currency:
            _refuse(f"The two prices of {variant.sku} in {one.price.currency} have different currencies.")
        if one.sale_price is not None and one.sale_price >= one.price:
            _refuse(f"{variant.sku}: the sale price in {one.price.currency} must be below the regular price.")


def stored(prices: Iterable[OtherPrice]) -> dict[str, list[str | None]]:
    """The prices as a row keeps them."""
    return {
        one.price.currency: [str(one.price.amount), str(one.sale_price.amount) if one.sale_price else None]
        for one in sorted(prices, key=lambda one: one.price.currency)
    }


def kept(variant: NewVariant, before: Stored) -> dict[str, Sequence[str | None]]:
    """The prices as a row that kept those from `before` keeps them from now on, none in its own currency."""
    leaves_some = variant.other_prices is None or not variant.all_other_prices
    prices: dict[str, Sequence[str | None]] = {**before} if leaves_some else {}
    prices.update(stored(variant.other_prices or ()))
    prices.pop(variant.price.currency, None)
    return prices


def told(prices: Stored) -> tuple[OtherPrice, ...]:
    """The prices of a row, whether reduced at present or not."""
    return tuple(
        OtherPrice(Money.of(regular or 0, currency), None if sale is None else Money.of(sale, currency))
        for currency, (regular, sale) in sorted(prices.items())
    )


def offers(variant: Any) -> Iterator[Offer]:
    """What a variant says of its prices, whether reduced at present or not, in its own currency first."""
    yield Offer(variant.currency, variant.price, variant.sale_price, variant.lowest_before)
    for currency, (regular, sale) in variant.other_prices.items():
        lowest = variant.other_lowest.get(currency)
        yield Offer(
            currency,
            Decimal(regular or 0),
            None if sale is None else Decimal(sale),
            None if lowest is None else Decimal(lowest),
        )


def at(
    moment: datetime, variant: Reduced, prices: Stored, lowest: Mapping[str, str] | None = None
) -> tuple[OtherPrice, ...]:
    """The prices at that moment: a reduction holds in every currency at the same time.

    `lowest` is what was the least before it, by currency, where that is wanted.
    """
    if not prices:
        return ()
    if not is_reduced_at(moment, variant):
        return tuple(OtherPrice(one.price) for one in told(prices))
    return tuple(_with_lowest(one, lowest or {}) for one in told(prices))


def _with_lowest(one: OtherPrice, lowest: Mapping[str, str]) -> OtherPrice:
    least = lowest.get(one.price.currency) if one.sale_price is not None else None
    return one if least is None else replace(one, lowest_price_30_days=Money.of(least, one.price.currency))


def _refuse(detail: str) -> None:
    raise InvalidProduct(detail, field="other_prices")
