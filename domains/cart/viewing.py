"""A cart as shoppers see it, whatever its lines in at most five queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domains.cart import basket, coupons, pricing
from domains.cart.basket import Basket
from domains.cart.models import Cart as CartRow
from domains.cart.models import Coupon
from domains.cart.pricing import Discounts
from domains.cart.tokens import token_of
from domains.cart.types import AppliedCoupon, Cart, CartStatus, CartWarning, Totals, WarningKind
from domains.kernel.ids import CartId, UserId
from domains.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class Priced:
    """A basket with what coupons take off; `refused` are those that do not apply now."""

    basket: Basket
    subtotal: Money
    discounts: Discounts
    refused: tuple[tuple[Coupon, CartWarning], ...]


def contents(row: CartRow, goods: Basket | None = None) -> Priced:
    """The cart's goods at today's prices, in four queries; in one where the goods were read just now."""
    if goods is None:
        goods = basket.of_rows(basket.lines_of(row.id), row.currency)
    return priced(goods, coupons.in_cart(row.id))


def priced(goods: Basket, held: Iterable[Coupon]) -> Priced:
    """What the goods cost with these coupons."""
    subtotals = [line.subtotal for line in goods.lines]
    subtotal = total(subtotals, goods.currency)
    offers, refused = [], []
    for coupon in held:
        if (reason := coupons.refusal(coupon, subtotal)) is None:
            offers.append(coupons.to_offer(coupon))
        else:
            refused.append((coupon, CartWarning(WarningKind.COUPON_NOT_APPLIED, None, reason.detail)))
    return Priced(goods, subtotal, pricing.discounts(subtotals, offers, goods.currency), tuple(refused))


def priced_with_codes(goods: Basket, codes: Iterable[str]) -> Priced:
    """What the goods cost with the coupons of these codes. Raises what keeps one from applying."""
    held = [coupons.find(code) for code in dict.fromkeys(codes)]
    coupons.refuse_combination(held)
    subtotal = total((line.subtotal for line in goods.lines), goods.currency)
    for coupon in held:
        if (refusal := coupons.refusal(coupon, subtotal)) is not None:
            raise refusal
    return priced(goods, held)


def view(row: CartRow, goods: Basket | None = None) -> Cart:
    """The cart with everything read again, but for goods that were read just now."""
    found = contents(row, goods)
    nothing = Money.zero(row.currency)
    return Cart(
        id=CartId(row.id),
        token="" if row.user_id else token_of(row.id),
        user_id=UserId(row.user_id) if row.user_id else None,
        status=CartStatus(row.status),
        currency=row.currency,
        lines=found.basket.lines,
        coupons=(*found.discounts.coupons, *_without_effect(found.refused, nothing)),
        totals=Totals(
            subtotal=found.subtotal,
            discount=found.discounts.total,
            shipping=nothing,
            tax=nothing,
            total=found.subtotal - found.discounts.total,
        ),
        warnings=(*found.basket.warnings, *(warning for _, warning in found.refused)),
        updated_at=row.updated_at,
    )


def _without_effect(
    refused: Sequence[tuple[Coupon, CartWarning]], nothing: Money
) -> tuple[AppliedCoupon, ...]:
    return tuple(AppliedCoupon(coupon.code, coupon.description, nothing) for coupon, _ in refused)
