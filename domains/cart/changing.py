"""What shoppers do to the lines of a cart. One change of a cart at a time: its row is locked first."""

from decimal import Decimal

from domains.cart.basket import Basket, Shelf, lines_of, look_up, of_rows
from domains.cart.errors import CartClosed, CartFull, CartNotFound, InvalidQuantity, LineNotFound, NotSold
from domains.cart.models import Cart, Line
from domains.cart.models.cart import LARGEST_QUANTITY
from domains.cart.quoting import short_of
from domains.cart.types import CartStatus
from domains.catalog.errors import VariantNotFound
from domains.catalog.types import SellableVariant
from domains.kernel import clock
from domains.kernel.ids import CartId, LineId, VariantId
from domains.kernel.inserting import insert
from domains.kernel.money import currency_name
from domains.kernel.router import database_of
from domains.kernel.selecting import select
from domains.kernel.updating import save_fields

MOST_LINES = 200
# What a line says of its goods.
_TOLD = ("quantity", "product_id", "name", "sku", "seen_price", "updated_at")


def open_cart(cart_id: CartId) -> Cart:
    """The row, locked. Raises CartNotFound, CartClosed."""
    found = select(Cart, "WHERE id = %s FOR UPDATE", [cart_id])
    if not found:
        raise CartNotFound
    [row] = found
    if row.status != CartStatus.OPEN:
        raise CartClosed(order_id=row.order_id)
    return row


def touch(row: Cart) -> None:
    """The cart changed now."""
    row.updated_at = clock.now()
    save_fields(row, ("updated_at",), alias=database_of("cart"))


def checked(quantity: object) -> int:
    """The whole number. Raises InvalidQuantity for anything but 1 to 999."""
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= LARGEST_QUANTITY:
        raise InvalidQuantity(field="quantity")
    return quantity


def add(row: Cart, variant_id: VariantId, quantity: int) -> Basket:
    """The goods with so many more of the variant."""
    checked(quantity)
    lines = lines_of(row.id)
    line = next((one for one in lines if one.variant_id == variant_id), None)
    if line is None:
        line = Line(cart=row, variant_id=variant_id, quantity=0)
        lines.append(line)
    shelf = look_up(lines)
    variant = _sold(shelf, variant_id, row.currency)
    wanted = quantity + line.quantity
    if wanted > LARGEST_QUANTITY:
        raise InvalidQuantity(f"A cart holds at most {LARGEST_QUANTITY} of one product.", field="quantity")
    _refuse_shortage(shelf, variant, wanted)
    if len(lines) > MOST_LINES:
        raise CartFull
    save(line, variant, wanted)
    return of_rows(lines, row.currency, shelf)


def change(row: Cart, line_id: LineId, quantity: int) -> Basket:
    """The goods with so many of a line; fewer than before is allowed even when they are short."""
    checked(quantity)
    lines = lines_of(row.id)
    line = next((one for one in lines if one.id == line_id), None)
    if line is None:
        raise LineNotFound
    shelf = look_up(lines)
    variant = _sold(shelf, VariantId(line.variant_id), row.currency)
    if quantity > line.quantity:
        _refuse_shortage(shelf, variant, quantity)
    save(line, variant, quantity)
    return of_rows(lines, row.currency, shelf)


def change_currency(row: Cart, currency: str) -> Basket:
    """The goods at their prices in the currency, in which the cart is paid from now on."""
    row.currency, row.updated_at = currency, clock.now()
    row.save(update_fields=["currency", "updated_at"])
    lines = lines_of(row.id)
    shelf = look_up(lines)
    for line in lines:
        variant = shelf.sold_in(line.variant_id, currency)
        # The shopper is shown these now; nobody has been told a price where there is none.
        line.seen_price = variant.unit_price.amount if variant else Decimal(0)
    Line.objects.bulk_update(lines, ["seen_price"])
    return of_rows(lines, currency, shelf)


def line_of(row: Cart, line_id: LineId) -> Line:
    """The line of this cart. Raises LineNotFound."""
    line = row.lines.filter(id=line_id).first()
    if line is None:
        raise LineNotFound
    return line


def save(line: Line, variant: SellableVariant, quantity: int) -> None:
    """The line with today's name and price."""
    line.quantity = quantity
    line.product_id, line.name, line.sku = variant.product_id, variant.name, variant.sku
    line.seen_price = variant.unit_price.amount
    line.updated_at = clock.now()
    if line._state.adding:
        insert([line], alias=database_of("cart"))
    else:
        save_fields(line, _TOLD, alias=database_of("cart"))


def _sold(shelf: Shelf, variant_id: VariantId, currency: str) -> SellableVariant:
    if variant_id not in shelf.variants:
        raise VariantNotFound
    variant = shelf.sold_in(variant_id, currency)
    if variant is None and (foreign := shelf.only_elsewhere(variant_id, currency)) is not None:
        raise NotSold(f"{foreign.name} has no price in {currency_name(currency)}.", variant_id=variant_id)
    if variant is None:
        raise NotSold(variant_id=variant_id)
    return variant


def _refuse_shortage(shelf: Shelf, variant: SellableVariant, wanted: int) -> None:
    available = shelf.available(variant.id)
    if wanted > available:
        raise short_of(variant.name, available, variant_id=variant.id, requested=wanted)
