"""What time alone changes: when a product appears, and when a reduced price begins and ends."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Protocol


class Reduced(Protocol):
    """A variant as it is stored, with the price that it has for some time."""

    @property
    def sale_price(self) -> Decimal | None: ...

    @property
    def sale_from(self) -> datetime | None: ...

    @property
    def sale_until(self) -> datetime | None: ...


def sale_price_at(moment: datetime, variant: Reduced) -> Decimal | None:
    """The reduced price at that moment; None while the regular one is paid."""
    return variant.sale_price if is_reduced_at(moment, variant) else None


def is_reduced_at(moment: datetime, variant: Reduced) -> bool:
    """Whether that moment is in the time of the reduction."""
    begun = variant.sale_from is None or variant.sale_from <= moment
    over = variant.sale_until is not None and variant.sale_until <= moment
    return begun and not over


def next_change(moment: datetime, published_at: datetime, variants: Iterable[Reduced]) -> datetime | None:
    """When the product next appears, is reduced or stops being so; None when nothing is to come."""
    turns = [published_at]
    for one in variants:
        if one.sale_price is not None:
            turns += filter(None, (one.sale_from, one.sale_until))
    return min((turn for turn in turns if turn > moment), default=None)
