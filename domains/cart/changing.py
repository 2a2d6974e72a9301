"""What shoppers do to the lines of a cart. One change of a cart at a time: its row is locked first."""

from domains.cart.basket import sold_in
from domains.cart.errors import CartClosed, CartFull, CartNotFound, InvalidQuantity, LineNotFound, NotSold
from domains.cart.models import Cart, Line
from domains.cart.models.cart import LARGEST_QUANTITY
from domains.cart.quoting import short_of
from domains.cart.types import CartStatus
from domains.catalog import services as catalog
from domains.catalog.errors import VariantNotFound
from domains.catalog.types import SellableVariant
from domains.inventory import services as inventory
from domains.kernel import clock
from domains.kernel.ids import CartId, LineId, VariantId

MOST_LINES = 200


def open_cart(cart_id: CartId) -> Cart:
    """The row, locked. Raises CartNotFound, CartClosed."""
    row = Cart.objects.select_for_update().filter(id=cart_id).first()
    if row is None:
        raise CartNotFound
    if row.status != CartStatus.OPEN:
        raise CartClosed(order_id=row.order_id)
    return row


def touch(row: Cart) -> None:
    """The cart changed now."""
    row.updated_at = clock.now()
    row.save(update_fields=["updated_at"])


def checked(quantity: object) -> int:
    """The whole number. Raises InvalidQuantity for anything but 1 to 999."""
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity <= LARGEST_QUANTITY:
        raise InvalidQuantity(field="quantity")
    return quantity


def add(row: Cart, variant_id: VariantId, quantity: int) -> None:
    """Put in so many more of the variant."""
    checked(quantity)
    variant = _sold(variant_id, row.currency)
    line = row.lines.filter(variant_id=variant_id).first()
    wanted = quantity + (line.quantity if line else 0)
    if wanted > LARGEST_QUANTITY:
        raise InvalidQuantity(f"A cart holds at most {LARGEST_QUANTITY} of one product.", field="quantity")
    _refuse_shortage(variant, wanted)
    if line is None:
        if row.lines.count() >= MOST_LINES:
            raise CartFull
        line = Line(cart=row, variant_id=variant_id, quantity=0)
    save(line, variant, wanted)


def change(row: Cart, line_id: LineId, quantity: int) -> None:
    """Have so many of a line; fewer than before is allowed even when they are short."""
    checked(quantity)
    line = line_of(row, line_id)
    variant = _sold(VariantId(line.variant_id), row.currency)
    if quantity > line.quantity:
        _refuse_shortage(variant, quantity)
    save(line, variant, quantity)


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
    line.save()


def _sold(variant_id: VariantId, currency: str) -> SellableVariant:
    variants = catalog.get_variants([variant_id])
    if variant_id not in variants:
        raise VariantNotFound
    variant = sold_in(variants, variant_id, currency)
    if variant is None:
        raise NotSold(variant_id=variant_id)
    return variant


def _refuse_shortage(variant: SellableVariant, wanted: int) -> None:
    available = inventory.get_availability([variant.id])[variant.id].available
    if wanted > available:
        raise short_of(variant.name, available, variant_id=variant.id, requested=wanted)
