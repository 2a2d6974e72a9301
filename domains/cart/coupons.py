"""Coupons: which apply to what, and how often they are used."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from domains.cart.errors import CouponExpired, CouponInvalid, CouponNotApplicable, CouponUsedUp
from domains.cart.models import Coupon, Redemption
from domains.cart.pricing import Offer
from domains.cart.types import CouponKind, NewCoupon
from domains.kernel import clock
from domains.kernel.errors import DomainError, InvalidInput
from domains.kernel.ids import OrderId, UserId
from domains.kernel.money import Money
from domains.kernel.selecting import select

_LONGEST_CODE = 40
_HELD = """
JOIN cart_cart_coupon AS held ON held.coupon_id = cart_coupon.id
WHERE held.cart_id = %s ORDER BY held.id
"""


def normalised(code: str) -> str:
    """The code as it is stored: shoppers type it in any case."""
    return code.strip().upper()[: _LONGEST_CODE + 1]


def save(new: NewCoupon, currency: str) -> None:
    """Make the coupon or change it. Raises InvalidInput naming the field at fault."""
    values = {
        "description": new.description,
        "kind": new.kind.value,
        "percent": new.percent,
        "amount": new.amount.amount if new.amount else None,
        "currency": currency,
        "minimum": new.minimum.amount if new.minimum else None,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "limit": new.limit,
        "limit_per_customer": new.limit_per_customer,
        "combinable": new.combinable,
        "active": new.active,
        "updated_at": clock.now(),
    }
    code = normalised(new.code)
    _refuse_unsound(new, Coupon(code=code, **values))
    Coupon.objects.update_or_create(code=code, defaults=values)


def _refuse_unsound(new: NewCoupon, coupon: Coupon) -> None:
    if (new.kind is CouponKind.PERCENTAGE) != (new.percent is not None):
        raise InvalidInput("A percentage coupon, and no other, has a percentage.", field="percent")
    if (new.kind is CouponKind.FIXED) != (new.amount is not None):
        raise InvalidInput("A fixed coupon, and no other, has an amount.", field="amount")
    try:
        coupon.clean_fields()
    except ValidationError as unsound:
        field, problems = next(iter(unsound.message_dict.items()))
        raise InvalidInput(problems[0], field=field) from unsound
    if new.amount is not None and new.amount.amount <= 0:
        raise InvalidInput("The amount must be more than nothing.", field="amount")
    if new.starts_at and new.ends_at and new.ends_at <= new.starts_at:
        raise InvalidInput("It must end after it starts.", field="ends_at")


def find(code: str) -> Coupon:
    """The coupon. Raises CouponInvalid when there is none, or it is switched off."""
    coupon = None if "\x00" in code else Coupon.objects.filter(code=normalised(code), active=True).first()
    if coupon is None:
        raise CouponInvalid(field="code")
    return coupon


def refusal(coupon: Coupon, subtotal: Money) -> DomainError | None:
    """Why the coupon does not apply to goods of this worth now; None when it does."""
    if not coupon.active:
        return CouponInvalid(field="code")
    if coupon.limit is not None and coupon.redeemed >= coupon.limit:
        return CouponUsedUp(f"{coupon.code} has been used as often as it may be.", field="code")
    return _untimely(coupon) or _too_little(coupon, subtotal)


def _untimely(coupon: Coupon) -> DomainError | None:
    now = clock.now()
    if coupon.ends_at is not None and coupon.ends_at <= now:
        return CouponExpired(f"{coupon.code} was valid until {coupon.ends_at:%d %B %Y}.", field="code")
    if coupon.starts_at is not None and coupon.starts_at > now:
        return _not_applicable(f"{coupon.code} is valid from {coupon.starts_at:%d %B %Y}.", "not_started")
    return None


def _too_little(coupon: Coupon, subtotal: Money) -> DomainError | None:
    if coupon.currency != subtotal.currency:
        return _not_applicable(f"{coupon.code} is for prices in {coupon.currency}.", "currency")
    if coupon.minimum is not None and subtotal.amount < coupon.minimum:
        least = Money.of(coupon.minimum, coupon.currency)
        return _not_applicable(f"{coupon.code} needs goods for at least {least.formatted()}.", "minimum")
    return None


def _not_applicable(detail: str, reason: str) -> CouponNotApplicable:
    return CouponNotApplicable(detail, field="code", reason=reason)


def refuse_used_up(
    coupon: Coupon, user_id: UUID | None, email: str = "", *, besides: UUID | None = None
) -> None:
    """Raises CouponUsedUp when this person has used it as often as a person may, `besides` one use."""
    if coupon.limit_per_customer is None or not (user_id or email):
        return
    person = Q(user_id=user_id) if user_id else Q()
    if email:
        person |= Q(email_digest=_digest(email))
    used = Redemption.objects.filter(person, coupon=coupon, returned_at=None)
    if besides is not None:
        used = used.exclude(id=besides)
    if used.count() >= coupon.limit_per_customer:
        raise CouponUsedUp(f"You have used {coupon.code} as often as one person may.", field="code")


def refuse_combination(coupons: Collection[Coupon]) -> None:
    """Raises CouponNotApplicable when one of several stands alone."""
    alone = next((coupon for coupon in coupons if not coupon.combinable), None)
    if len(coupons) > 1 and alone is not None:
        raise _not_applicable(
            f"{alone.code} does not combine with other coupons. Take the other one out first.", "alone"
        )


def in_cart(cart_id: UUID) -> list[Coupon]:
    """The cart's coupons in the order of entry, in one query."""
    return select(Coupon, _HELD, [cart_id])


def to_offer(coupon: Coupon) -> Offer:
    """The coupon as pricing knows it."""
    return Offer(
        code=coupon.code,
        description=coupon.description,
        kind=CouponKind(coupon.kind),
        percent=coupon.percent,
        amount=None if coupon.amount is None else Money.of(coupon.amount, coupon.currency),
    )


def redeem(order_id: OrderId, codes: Iterable[str], user_id: UserId | None, email: str) -> None:
    """Count the order's use of each coupon, once. Raises CouponInvalid, CouponUsedUp."""
    wanted = sorted({normalised(code) for code in codes})
    found = {coupon.code: coupon for coupon in Coupon.objects.filter(code__in=wanted)}
    for code in wanted:
        if code not in found:
            raise CouponInvalid(field="code")
    for coupon in sorted(found.values(), key=lambda coupon: coupon.id):
        _redeem(coupon, order_id, user_id, email)


def _redeem(coupon: Coupon, order_id: OrderId, user_id: UserId | None, email: str) -> None:
    row = Redemption(coupon=coupon, order_id=order_id, user_id=user_id, email_digest=_digest(email))
    Redemption.objects.bulk_create([row], ignore_conflicts=True)
    found = Redemption.objects.select_for_update().get(coupon=coupon, order_id=order_id)
    if found.id != row.id and found.returned_at is None:
        return
    # The coupon's row is locked from here on: whoever counts next, counts this one as well.
    counted = Coupon.objects.filter(
        Q(limit=None) | Q(redeemed__lt=F("limit")), id=coupon.id, active=True
    ).update(redeemed=F("redeemed") + 1, updated_at=clock.now())
    if not counted:
        raise CouponUsedUp(f"{coupon.code} has been used as often as it may be.", field="code")
    refuse_used_up(coupon, user_id, email, besides=found.id)
    if found.returned_at is not None:
        Redemption.objects.filter(id=found.id).update(returned_at=None, updated_at=clock.now())


def give_back(order_id: OrderId) -> None:
    """The order's uses count no more; once."""
    used = Redemption.objects.select_for_update().filter(order_id=order_id, returned_at=None)
    for row in used.order_by("coupon_id"):
        Redemption.objects.filter(id=row.id).update(returned_at=clock.now(), updated_at=clock.now())
        Coupon.objects.filter(id=row.coupon_id).update(redeemed=F("redeemed") - 1, updated_at=clock.now())


def _digest(email: str) -> str:
    """Whose it is, without keeping the address."""
    return salted_hmac("domains.cart.redemption", email.strip().casefold(), algorithm="sha256").hexdigest()
