"""What happened to orders: each order's stream is its audit trail and its timeline."""

from datetime import datetime

from domains.kernel.events import Event, event
from domains.kernel.ids import CartId, OrderId, UserId, VariantId
from domains.kernel.money import Money
from domains.order.types import WantedLine


@event("order.placed.v1", stream="order_id")
class OrderPlaced(Event):
    """An order is written down; nothing is promised yet."""

    order_id: OrderId
    number: str
    user_id: UserId | None
    cart_id: CartId | None
    email: str
    total: Money
    lines: tuple[WantedLine, ...]
    placed_at: datetime | None = None


@event("order.checkout_paused.v1", stream="order_id")
class CheckoutPaused(Event):
    """The checkout goes on later: the request's time was over, or a step has to be tried again."""

    order_id: OrderId
    resume_at: datetime


@event("order.stock_reserved.v1", stream="order_id")
class OrderStockReserved(Event):
    """The goods are held for the order."""

    order_id: OrderId


@event("order.rejected.v1", stream="order_id")
class OrderRejected(Event):
    """There was not enough stock; nothing had to be undone."""

    order_id: OrderId
    number: str
    email: str
    variant_ids: tuple[VariantId, ...]


@event("order.payment_authorized.v1", stream="order_id")
class OrderAuthorized(Event):
    """The money is put aside; it is taken later."""

    order_id: OrderId
    amount: Money


@event("order.paid.v1", stream="order_id")
class OrderPaid(Event):
    """The payment went through."""

    order_id: OrderId
    amount: Money


@event("order.confirmed.v1", stream="order_id")
class OrderConfirmed(Event):
    """The shop will deliver."""

    order_id: OrderId
    number: str
    user_id: UserId | None
    email: str
    total: Money
    lines: tuple[WantedLine, ...]


@event("order.cancelled.v1", stream="order_id")
class OrderCancelled(Event):
    """The order is off; `refunded` is what went back or will."""

    order_id: OrderId
    number: str
    user_id: UserId | None
    email: str
    reason: str
    refunded: Money
    payment_status: str = ""


@event("order.reduced.v1", stream="order_id")
class OrderReduced(Event):
    """A part of the order is called off; `amount` goes back."""

    order_id: OrderId
    lines: tuple[WantedLine, ...]
    amount: Money
    reason: str


@event("order.refunded.v1", stream="order_id")
class OrderRefunded(Event):
    """Money went back to the shopper: this much now, and so much in all.

    `order_status` is where it took the order, if anywhere.
    """

    order_id: OrderId
    number: str
    email: str
    amount: Money
    reason: str
    refunded_in_all: Money | None = None
    payment_status: str = ""
    order_status: str = ""


@event("order.refund_noted.v1", stream="order_id")
class RefundNoted(Event):
    """Money went back while the order is being called off; the cancellation tells the shopper."""

    order_id: OrderId
    refunded_in_all: Money
    payment_status: str


@event("order.status_changed.v1", stream="order_id")
class OrderStatusChanged(Event):
    """The order moved on in its state machine."""

    order_id: OrderId
    number: str
    email: str
    from_status: str
    to_status: str
    reason: str
