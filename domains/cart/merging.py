"""A guest's cart goes into the member's: quantities add up as far as there is stock."""

from domains.cart import changing, coupons
from domains.cart.basket import lines_of
from domains.cart.models import Cart, CartCoupon, Line
from domains.cart.models.cart import LARGEST_QUANTITY
from domains.cart.types import CartStatus
from domains.inventory import services as inventory
from domains.kernel import clock
from domains.kernel.ids import CartId, UserId, VariantId


def member_cart(user_id: UserId, currency: str) -> Cart:
    """The member's open cart, made when there is none; two at once make one."""
    Cart.objects.bulk_create([Cart(user_id=user_id, currency=currency)], ignore_conflicts=True)
    return Cart.objects.get(user_id=user_id, status=CartStatus.OPEN)


def locked_pair(guest_id: CartId, member: Cart) -> tuple[Cart | None, Cart]:
    """Both rows, locked in the order of their ids; None when the guest's is not open any more."""
    rows = {
        row.id: row
        for row in Cart.objects.select_for_update().filter(id__in=[guest_id, member.id]).order_by("id")
    }
    guest = rows.get(guest_id)
    if guest is not None and (guest.status != CartStatus.OPEN or guest.user_id is not None):
        guest = None
    return guest, rows[member.id]


def pour(source: Cart, target: Cart) -> None:
    """Put what is in one cart into another. What is out of stock stays as a single piece.

    The other keeps its currency unless it is empty.
    """
    held = {line.variant_id: line for line in target.lines.all()}
    poured = lines_of(source.id)
    stock = inventory.get_availability([VariantId(line.variant_id) for line in poured])
    new, changed = [], []
    for line in poured:
        line_here = held.get(line.variant_id)
        together = line.quantity + (line_here.quantity if line_here else 0)
        available = stock[VariantId(line.variant_id)].available
        quantity = max(1, min(together, available, LARGEST_QUANTITY))
        if line_here is None:
            new.append(_copy(line, target, quantity))
        else:
            line_here.quantity, line_here.updated_at = quantity, clock.now()
            changed.append(line_here)
    Line.objects.bulk_create(new)
    Line.objects.bulk_update(changed, ["quantity", "updated_at"])
    if source.currency != target.currency:
        changing.change_currency(target, target.currency if held else source.currency)
    _pour_coupons(source, target)


def _copy(line: Line, target: Cart, quantity: int) -> Line:
    return Line(
        cart=target,
        variant_id=line.variant_id,
        product_id=line.product_id,
        name=line.name,
        sku=line.sku,
        quantity=quantity,
        seen_price=line.seen_price,
    )


def _pour_coupons(source: Cart, target: Cart) -> None:
    """Coupons come along as far as they combine with those that are there."""
    held = coupons.in_cart(target.id)
    for coupon in coupons.in_cart(source.id):
        together = [*held, coupon]
        if coupon in held or not (len(together) == 1 or all(one.combinable for one in together)):
            continue
        CartCoupon.objects.create(cart=target, coupon=coupon)
        held.append(coupon)
