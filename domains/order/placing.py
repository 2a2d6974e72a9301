"""How an order is written down: lines, prices and addresses as they are at this moment."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from domains.cart.types import Quote, QuotedLine
from domains.kernel import bus, clock, idempotency
from domains.kernel.ids import CartId, OrderId, UserId, VariantId, new_id
from domains.kernel.inserting import insert_together
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.types import IdempotencyKey
from domains.order import summaries
from domains.order.errors import PriceChanged
from domains.order.events import OrderPlaced
from domains.order.models import Line, Order, Saga
from domains.order.running import Run, lease_for
from domains.order.types import CheckoutDetails, WantedLine
from domains.order.types import Order as OrderType
from domains.payment import services as payment
from domains.payment.types import PaymentMethod

# The goods are held a little longer than an order may wait for its payer.
_SPARE = timedelta(minutes=5)


def refuse_unpayable(details: CheckoutDetails) -> None:
    """Raise GatewayUnknown, PaymentMethodInvalid, or CardDataRefused for a card number anywhere."""
    addresses = [details.shipping_address, details.billing_address or details.shipping_address]
    texts = [text for address in addresses for text in asdict(address).values()]
    payment.refuse_card_data((details.email, details.note, *texts))
    payment.refuse_method(details.payment)


def details_of(order: OrderType, method: PaymentMethod) -> CheckoutDetails:
    """The same checkout form again with another payment, at the same total or not at all."""
    return CheckoutDetails(
        email=order.email,
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
        shipping_method=order.shipping_method,
        payment=method,
        expected_total=order.total.amount,
        note=order.note,
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """The order that the request stands for; `run` is None when an earlier request placed it."""

    order_id: OrderId
    run: Run | None
    claim: idempotency.Claim | None


def place(
    quote: Callable[[], Quote],
    *,
    details: CheckoutDetails,
    user_id: UserId | None,
    cart_id: CartId | None,
    key: IdempotencyKey | None,
    budget: timedelta,
) -> Placed:
    """Commit the order, leased to this request, before anything else happens. Publishes OrderPlaced.

    Raises PriceChanged, whatever `quote` raises, and the kernel's errors about `key`.
    """
    order_id, claim = OrderId(new_id()), None
    with transaction.atomic(using=database_of("order"), durable=True):
        if key is not None:
            claim = idempotency.claim("order", key, resource_id=order_id)
            if not claim.fresh:
                return Placed(OrderId(claim.resource_id), None, claim)
        quoted = quote()
        _refuse_other_total(quoted, details)
        run = _write(order_id, quoted, details, budget, user_id=user_id, cart_id=cart_id)
        bus.publish(_placed(run))
    return Placed(order_id, run, claim)


def _refuse_other_total(quote: Quote, details: CheckoutDetails) -> None:
    total = quote.totals.total
    if details.expected_total is not None and details.expected_total != total.amount:
        raise PriceChanged(expected=Money.of(details.expected_total, total.currency), total=total)


def _write(
    order_id: OrderId,
    quote: Quote,
    details: CheckoutDetails,
    budget: timedelta,
    *,
    user_id: UserId | None,
    cart_id: CartId | None,
) -> Run:
    totals, address = quote.totals, asdict(details.shipping_address)
    order = Order(
        id=order_id,
        user_id=user_id,
        cart_id=cart_id,
        email=details.email,
        currency=quote.currency,
        subtotal=totals.subtotal.amount,
        discount=totals.discount.amount,
        shipping=totals.shipping.amount,
        tax=totals.tax.amount,
        total=totals.total.amount,
        item_count=sum(row.line.quantity for row in quote.lines),
        shipping_address=address,
        billing_address=asdict(details.billing_address) if details.billing_address else address,
        shipping_method=quote.shipping_method.code,
        shipping_method_name=quote.shipping_method.name,
        coupons=[coupon.code for coupon in quote.coupons],
        note=details.note,
    )
    lines = tuple(_line(order, position, row) for position, row in enumerate(quote.lines))
    now = clock.now()
    saga = Saga(
        order=order,
        deadline_at=now + max(settings.RESERVATION_TTL - _SPARE, settings.RESERVATION_TTL / 2),
        gateway=details.payment.gateway,
        method_token=details.payment.token,
        **lease_for(budget),
    )
    run = Run(order, saga, ends_at=now + budget)
    run.lines = lines
    # The order's number is the database's: its row of the list gets it by the same statement.
    insert_together(order, lines, (saga,), (summaries.opened(_placed(run)),), alias=database_of("order"))
    return run


def _placed(run: Run) -> OrderPlaced:
    order = run.order
    return OrderPlaced(
        order_id=run.order_id,
        number=order.number,
        user_id=UserId(order.user_id) if order.user_id else None,
        cart_id=CartId(order.cart_id) if order.cart_id else None,
        email=order.email,
        total=order.money,
        lines=tuple(WantedLine(VariantId(row.variant_id), row.quantity) for row in run.lines),
        placed_at=order.created_at,
    )


def _line(order: Order, position: int, row: QuotedLine) -> Line:
    line = row.line
    return Line(
        id=new_id(),
        order=order,
        position=position,
        variant_id=line.variant_id,
        name=line.name,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price.amount,
        discount=row.discount.amount,
        tax=row.tax.amount,
        total=row.total.amount,
        product_snapshot=_snapshot(row),
    )


def _snapshot(row: QuotedLine) -> dict[str, Any]:
    line = row.line
    return {
        "product_id": str(line.product_id),
        "slug": line.product_slug,
        "name": line.name,
        "sku": line.sku,
        "attributes": dict(line.attributes),
        "picture_url": line.picture_url,
        "picture_alt": line.picture_alt,
        "regular_price": str(line.regular_price.amount),
        "grams": line.grams,
        "requires_shipping": line.requires_shipping,
        "tax_class": line.tax_class,
    }
