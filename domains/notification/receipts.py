"""An order as a mail shows it: lines, sums and addresses in words."""

from dataclasses import dataclass

from babel import Locale

from domains.kernel.types import Address
from domains.order.types import Order


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    name: str
    sku: str
    quantity: int
    unit_price: str
    price: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything formatted; `sums` leads from the prices of the lines to the total."""

    lines: tuple[ReceiptLine, ...]
    sums: tuple[tuple[str, str], ...]
    total: str
    shipping_address: tuple[str, ...]
    billing_address: tuple[str, ...]
    shipping_method: str


def receipt_of(order: Order) -> Receipt:
    """The order's receipt."""
    return Receipt(
        lines=tuple(
            ReceiptLine(
                name=line.name,
                sku=line.sku,
                quantity=line.quantity,
                unit_price=line.unit_price.formatted(),
                price=(line.unit_price * line.quantity).formatted(),
            )
            for line in order.lines
        ),
        sums=_sums(order),
        total=order.total.formatted(),
        shipping_address=_address(order.shipping_address),
        billing_address=_address(order.billing_address),
        shipping_method=order.shipping_method_name,
    )


def _sums(order: Order) -> tuple[tuple[str, str], ...]:
    sums = [("Subtotal", order.subtotal.formatted())]
    if order.discount:
        sums.append(("Discount", (-order.discount).formatted()))
    sums.append(("Shipping", order.shipping.formatted() if order.shipping else "Free"))
    if order.tax:
        sums.append(("Tax", order.tax.formatted()))
    return tuple(sums)


def _address(address: Address) -> tuple[str, ...]:
    town = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    country = Locale("en").territories.get(address.country, address.country)
    return tuple(
        part for part in (address.name, address.company, address.line1, address.line2, town, country) if part
    )
