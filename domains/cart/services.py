"""What others may ask of the cart. Every cart is read again at today's prices and stock."""

from django.conf import settings
from django.db.models import Sum

from domains.cart import basket, changing, coupons, invariants, merging, quoting, shipping, viewing
from domains.cart.errors import CartClosed, CartEmpty, CartNotFound
from domains.cart.events import CartMerged, CartOrdered
from domains.cart.models import Cart as CartRow
from domains.cart.models import CartCoupon, Line
from domains.cart.tokens import cart_of
from domains.cart.types import Cart, CartStatus, NewCoupon, Quote, ShippingMethod, WantedLine
from domains.kernel import bus, clock
from domains.kernel.auditing import audit
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import CartId, LineId, OrderId, UserId, VariantId
from domains.kernel.inserting import insert
from domains.kernel.money import digits
from domains.kernel.router import database_of
from domains.kernel.selecting import select
from domains.kernel.transactions import durable
from domains.kernel.types import Address, Violation

__all__ = [
    "add_item",
    "apply_coupon",
    "change_currency",
    "change_item",
    "close_cart",
    "count_items",
    "create_cart",
    "find_cart",
    "find_cart_id",
    "find_violations",
    "get_cart",
    "list_countries",
    "list_shipping_methods",
    "merge_carts",
    "quote_cart",
    "quote_lines",
    "redeem_coupons",
    "remove_coupon",
    "remove_item",
    "reopen_cart",
    "return_coupons",
    "save_coupon",
]


# --- Carts -----------------------------------------------------------------------------------


@durable
def create_cart(
    *, user_id: UserId | None = None, currency: str = "", lines: tuple[WantedLine, ...] = ()
) -> Cart:
    """A guest's new cart, or the member's open one, with these lines put in.

    In the shop's currency when none is given. Raises what `add_item` raises; nothing is made then.
    """
    wanted = currency or settings.DEFAULT_CURRENCY
    if user_id is not None:
        row = merging.member_cart(user_id, wanted)
        if lines:
            row = changing.open_cart(CartId(row.id))
    else:
        row = CartRow(currency=wanted)
        insert([row], alias=database_of("cart"))
    goods = None
    for line in lines:
        goods = changing.add(row, line.variant_id, line.quantity)
    return viewing.view(row, goods)


def get_cart(cart_id: CartId) -> Cart:
    """The cart, whoever's it is and whether open or not. Raises CartNotFound."""
    return viewing.view(_row(cart_id))


def find_cart(*, token: str = "", user_id: UserId | None = None) -> Cart | None:
    """The member's open cart, else the open guest's cart that the token opens."""
    row = _open_row(token, user_id)
    return viewing.view(row) if row else None


def find_cart_id(*, token: str = "", user_id: UserId | None = None) -> CartId | None:
    """Which cart `find_cart` finds, in one query."""
    row = _open_row(token, user_id)
    return CartId(row.id) if row else None


def count_items(*, token: str = "", user_id: UserId | None = None) -> int:
    """How many pieces lie in the cart that `find_cart` finds, in one query."""
    lines = Line.objects.filter(cart__status=CartStatus.OPEN)
    if user_id is not None:
        lines = lines.filter(cart__user_id=user_id)
    elif (cart_id := cart_of(token)) is not None:
        lines = lines.filter(cart_id=cart_id, cart__user_id=None)
    else:
        return 0
    return int(lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0)


def _row(cart_id: CartId) -> CartRow:
    found = select(CartRow, "WHERE id = %s", [cart_id])
    if not found:
        raise CartNotFound
    return found[0]


def _open_row(token: str, user_id: UserId | None) -> CartRow | None:
    if user_id is not None:
        found = select(CartRow, "WHERE user_id = %s AND status = 'open'", [user_id])
    elif (cart_id := cart_of(token)) is not None:
        found = select(CartRow, "WHERE id = %s AND user_id IS NULL AND status = 'open'", [cart_id])
    else:
        return None
    return found[0] if found else None


@durable
def merge_carts(*, token: str, user_id: UserId) -> Cart:
    """The member's cart with what lay in the guest's.

    Quantities add up, capped by stock and 999; the guest's cart is closed. A token that opens no
    guest's cart changes nothing. Publishes CartMerged.
    """
    member = merging.member_cart(user_id, settings.DEFAULT_CURRENCY)
    guest_id = cart_of(token)
    if guest_id is not None:
        guest, member = merging.locked_pair(guest_id, member)
        if guest is not None:
            merging.pour(guest, member)
            CartRow.objects.filter(id=guest.id).update(status=CartStatus.MERGED, updated_at=clock.now())
            changing.touch(member)
            bus.publish(CartMerged(cart_id=CartId(guest.id), into_cart_id=CartId(member.id), user_id=user_id))
    return viewing.view(member)


@durable
def change_currency(cart_id: CartId, *, currency: str) -> Cart:
    """The cart at its goods' prices in the currency; what has none in it is warned of and cannot be bought.

    Raises CartNotFound, CartClosed, InvalidInput for what is no currency.
    """
    try:
        digits(currency)
    except ValueError as unknown:
        raise InvalidInput("Give the code of a currency, such as EUR.", field="currency") from unknown
    row = changing.open_cart(cart_id)
    return viewing.view(row, changing.change_currency(row, currency))


@durable
def close_cart(cart_id: CartId, *, order_id: OrderId) -> None:
    """The cart became this order; again for the same order changes nothing.

    Raises CartNotFound, CartClosed(order_id=…) when it is another order's. Publishes CartOrdered.
    """
    closed = CartRow.objects.filter(id=cart_id, status=CartStatus.OPEN).update(
        status=CartStatus.ORDERED, order_id=order_id, updated_at=clock.now()
    )
    if closed:
        bus.publish(CartOrdered(cart_id=cart_id, order_id=order_id))
        return
    row = _row(cart_id)
    if row.order_id != order_id:
        raise CartClosed(order_id=row.order_id)


@durable
def reopen_cart(cart_id: CartId, *, order_id: OrderId) -> None:
    """The order came to nothing, so its goods are in an open cart again.

    That is the same cart, or the one that the member has begun since. Nothing happens when the
    cart is not this order's. Raises CartNotFound.
    """
    _row(cart_id)
    row = CartRow.objects.select_for_update().get(id=cart_id)
    if row.status != CartStatus.ORDERED or row.order_id != order_id:
        return
    begun_since = (
        CartRow.objects.select_for_update().filter(user_id=row.user_id, status=CartStatus.OPEN).first()
        if row.user_id
        else None
    )
    if begun_since is not None:
        merging.pour(row, begun_since)
        changing.touch(begun_since)
    row.status = (CartStatus.MERGED if begun_since else CartStatus.OPEN).value
    row.order_id, row.updated_at = None, clock.now()
    row.save()


# --- Lines -----------------------------------------------------------------------------------


@durable
def add_item(cart_id: CartId, *, variant_id: VariantId, quantity: int) -> Cart:
    """The cart with so many more of the variant; the same variant adds up.

    Raises CartNotFound, CartClosed, VariantNotFound, NotSold, InvalidQuantity, CartFull,
    InsufficientStock with what is available.
    """
    row = changing.open_cart(cart_id)
    goods = changing.add(row, variant_id, quantity)
    changing.touch(row)
    return viewing.view(row, goods)


@durable
def change_item(cart_id: CartId, *, line_id: LineId, quantity: int) -> Cart:
    """The cart with so many of the line, at today's price.

    Raises CartNotFound, CartClosed, LineNotFound, NotSold, InvalidQuantity, InsufficientStock.
    """
    row = changing.open_cart(cart_id)
    goods = changing.change(row, line_id, quantity)
    changing.touch(row)
    return viewing.view(row, goods)


@durable
def remove_item(cart_id: CartId, *, line_id: LineId) -> Cart:
    """The cart without the line. Raises CartNotFound, CartClosed, LineNotFound."""
    row = changing.open_cart(cart_id)
    changing.line_of(row, line_id).delete()
    changing.touch(row)
    return viewing.view(row)


# --- Coupons ---------------------------------------------------------------------------------


@durable
def apply_coupon(cart_id: CartId, *, code: str) -> Cart:
    """The cart with the coupon; a coupon that is in it already stays once.

    Raises CartNotFound, CartClosed, CouponInvalid, CouponExpired, CouponUsedUp,
    CouponNotApplicable with the reason.
    """
    row = changing.open_cart(cart_id)
    coupon = coupons.find(code)
    if (refusal := coupons.refusal(coupon, viewing.contents(row).subtotal)) is not None:
        raise refusal
    coupons.refuse_used_up(coupon, row.user_id)
    held = coupons.in_cart(row.id)
    if coupon not in held:
        coupons.refuse_combination([*held, coupon])
        CartCoupon.objects.create(cart=row, coupon=coupon)
        changing.touch(row)
    return viewing.view(row)


@durable
def remove_coupon(cart_id: CartId, *, code: str) -> Cart:
    """The cart without the coupon, whether or not it was there. Raises CartNotFound, CartClosed."""
    row = changing.open_cart(cart_id)
    CartCoupon.objects.filter(cart=row, coupon__code=coupons.normalised(code.replace("\x00", ""))).delete()
    changing.touch(row)
    return viewing.view(row)


@durable
def redeem_coupons(order_id: OrderId, *, codes: tuple[str, ...], user_id: UserId | None, email: str) -> None:
    """The order has used these coupons; again for the same order changes nothing.

    Raises CouponInvalid, and CouponUsedUp when a limit, of all or of this person, is reached.
    """
    coupons.redeem(order_id, codes, user_id, email)


@durable
def return_coupons(order_id: OrderId) -> None:
    """What the order used can be used again; once."""
    coupons.give_back(order_id)


@durable
def save_coupon(new: NewCoupon) -> None:
    """The coupon of this code is as given, made when there is none. Raises InvalidInput."""
    money = [given for given in (new.amount, new.minimum) if given is not None]
    currency = money[0].currency if money else settings.DEFAULT_CURRENCY
    if any(given.currency != currency for given in money):
        raise InvalidInput("The amount and the minimum must have one currency.", field="minimum")
    coupons.save(new, currency)


# --- Quotes ----------------------------------------------------------------------------------


def list_countries() -> tuple[tuple[str, str], ...]:
    """`(ISO code, English name)` of every country that we send to, by name."""
    return shipping.served_countries()


def list_shipping_methods(
    cart_id: CartId, *, country: str, postal_code: str = ""
) -> tuple[ShippingMethod, ...]:
    """The ways to send this cart there, with their prices.

    Raises CartNotFound, CartEmpty, CountryNotServed.
    """
    priced = viewing.contents(_row(cart_id))
    if not priced.basket.lines:
        raise CartEmpty
    return shipping.methods(quoting.parcel_of(priced), country, postal_code)


def quote_cart(cart_id: CartId, *, address: Address, shipping_method: str) -> Quote:
    """What it costs to send this cart there; coupons that do not apply now are left out.

    Raises CartNotFound, CartEmpty, NotSold, InsufficientStock, CountryNotServed,
    ShippingMethodUnknown.
    """
    return quoting.quote(viewing.contents(_row(cart_id)), address, shipping_method)


def quote_lines(
    lines: tuple[WantedLine, ...],
    *,
    currency: str,
    address: Address,
    shipping_method: str,
    coupons: tuple[str, ...] = (),
) -> Quote:
    """What it costs to send these lines there; the same variant adds up.

    Raises InvalidQuantity, CartEmpty, NotSold, InsufficientStock, CountryNotServed,
    ShippingMethodUnknown, and whatever keeps a coupon from applying.
    """
    for line in lines:
        changing.checked(line.quantity)
    return quoting.quote(
        viewing.priced_with_codes(basket.of_wanted(lines, currency), coupons), address, shipping_method
    )


# --- Keeping ----------------------------------------------------------------------------------


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("cart"), invariants.RULES, only=only, limit=limit)
