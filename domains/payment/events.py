"""What happened to money."""

from uuid import UUID

from domains.kernel.events import Event, event
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money


@event("payment.action_required.v1", stream="payment_id")
class PaymentActionRequired(Event):
    """The payer has to act, e.g. pass 3-D Secure."""

    payment_id: PaymentId
    order_id: OrderId


@event("payment.authorized.v1", stream="payment_id")
class PaymentAuthorized(Event):
    """The money is put aside for us; it is ours once it is captured."""

    payment_id: PaymentId
    order_id: OrderId
    amount: Money


@event("payment.captured.v1", stream="payment_id")
class PaymentCaptured(Event):
    """The money is ours; `was_authorized` says that it was put aside first."""

    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    was_authorized: bool = False


@event("payment.declined.v1", stream="payment_id")
class PaymentDeclined(Event):
    """The gateway or the bank said no; `decline_code` says why."""

    payment_id: PaymentId
    order_id: OrderId
    decline_code: str


@event("payment.refunded.v1", stream="payment_id")
class PaymentRefunded(Event):
    """Money went back: this refund, and all of them so far."""

    payment_id: PaymentId
    order_id: OrderId
    refund_id: UUID
    amount: Money
    refunded_in_all: Money


@event("payment.voided.v1", stream="payment_id")
class PaymentVoided(Event):
    """An authorization was given back before any money moved."""

    payment_id: PaymentId
    order_id: OrderId
