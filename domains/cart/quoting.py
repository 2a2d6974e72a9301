"""What it costs to send goods to one place by one method: every cent accounted for by a line."""

from domains.cart import shipping, taxes
from domains.cart.basket import Basket
from domains.cart.errors import CartEmpty, InsufficientStock, NotSold
from domains.cart.shipping import Parcel
from domains.cart.types import Quote, QuotedLine, ShippingMethod, Totals
from domains.cart.viewing import Priced
from domains.kernel.money import Money, total
from domains.kernel.types import Address


def parcel_of(priced: Priced) -> Parcel:
    """What is sent when these goods are bought."""
    shipped = [line for line in priced.basket.lines if line.requires_shipping]
    return Parcel(
        grams=sum(line.grams * line.quantity for line in shipped),
        worth=priced.subtotal - priced.discounts.total,
        ships=bool(shipped),
        free=priced.discounts.free_shipping,
    )


def quote(priced: Priced, address: Address, shipping_method: str) -> Quote:
    """The quote, in two queries. Raises what keeps these goods from being sent there."""
    refuse_unbuyable(priced.basket)
    method = shipping.method(shipping_method, parcel_of(priced), address.country, address.postal_code)
    lines = _lines(priced, taxes.rates_at(address))
    return Quote(
        currency=priced.basket.currency,
        lines=lines,
        shipping_method=method,
        coupons=priced.discounts.coupons,
        totals=_totals(priced, lines, method),
    )


def refuse_unbuyable(goods: Basket) -> None:
    """Raises CartEmpty, NotSold or InsufficientStock for the first line that cannot be bought."""
    if not goods.lines:
        raise CartEmpty
    unsold = set(goods.unsold)
    why = {warning.line_id: warning.message for warning in goods.warnings}
    for line in goods.lines:
        if line.id in unsold:
            raise NotSold(why[line.id], variant_id=line.variant_id)
        if line.available < line.quantity:
            raise short_of(line.name, line.available, variant_id=line.variant_id)


def short_of(name: str, available: int, **facts: object) -> InsufficientStock:
    """The refusal in words."""
    if available <= 0:
        return InsufficientStock(f"{name} is out of stock at the moment.", available=0, **facts)
    verb = "is" if available == 1 else "are"
    return InsufficientStock(f"Only {available} of {name} {verb} in stock.", available=available, **facts)


def _lines(priced: Priced, rates: taxes.Rates) -> tuple[QuotedLine, ...]:
    lines = []
    for line, discount in zip(priced.basket.lines, priced.discounts.shares, strict=True):
        net = line.subtotal - discount
        tax = net * rates.of(line.tax_class) if line.taxable else Money.zero(net.currency)
        lines.append(QuotedLine(line=line, discount=discount, tax=tax, total=net + tax))
    return tuple(lines)


def _totals(priced: Priced, lines: tuple[QuotedLine, ...], method: ShippingMethod) -> Totals:
    currency = priced.basket.currency
    return Totals(
        subtotal=priced.subtotal,
        discount=priced.discounts.total,
        shipping=method.price,
        tax=total((line.tax for line in lines), currency),
        total=total((line.total for line in lines), currency) + method.price,
    )
