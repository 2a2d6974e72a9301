"""What lines cost together: coupons one after the other, each on what the last one left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domains.cart.types import AppliedCoupon, CouponKind
from domains.kernel.money import Money, total

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Offer:
    """A coupon that applies."""

    code: str
    description: str
    kind: CouponKind
    percent: Decimal | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Discounts:
    """Each line's share of all discounts, and what each coupon gave."""

    shares: tuple[Money, ...]
    coupons: tuple[AppliedCoupon, ...]
    free_shipping: bool
    currency: str

    @property
    def total(self) -> Money:
        """All that is taken off."""
        return total(self.shares, self.currency)


def discounts(subtotals: Sequence[Money], offers: Iterable[Offer], currency: str) -> Discounts:
    """What the offers take off; a line never costs less than nothing, and no cent is lost."""
    left = list(subtotals)
    given: list[AppliedCoupon] = []
    free_shipping = False
    for offer in offers:
        free_shipping |= offer.kind is CouponKind.FREE_SHIPPING
        worth = _worth(offer, total(left, currency))
        if worth:
            parts = worth.allocate([money.amount for money in left])
            left = [money - part for money, part in zip(left, parts, strict=True)]
        given.append(AppliedCoupon(offer.code, offer.description, worth))
    shares = tuple(whole - rest for whole, rest in zip(subtotals, left, strict=True))
    return Discounts(shares, tuple(given), free_shipping, currency)


def _worth(offer: Offer, price: Money) -> Money:
    if offer.kind is CouponKind.PERCENTAGE and offer.percent is not None:
        return min(price * (offer.percent / _HUNDRED), price)
    if offer.kind is CouponKind.FIXED and offer.amount is not None:
        return min(offer.amount, price)
    return Money.zero(price.currency)
