"""What a gateway's answer changes: written down once, with its events, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from domains.kernel import bus, clock
from domains.kernel.events import Event
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.updating import change_if
from domains.payment import journal
from domains.payment.events import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentVoided,
)
from domains.payment.gateways.port import Charge
from domains.payment.gateways.port import ChargeStatus as Answer
from domains.payment.models import Payment
from domains.payment.types import PaymentStatus as S

# The gateway may still take money for these.
OPEN = (S.CREATED, S.REQUIRES_ACTION, S.AUTHORIZED)


@dataclass(frozen=True, slots=True)
class _Consequence:
    """From which statuses an answer leads where, what it changes beside, and what it tells."""

    came_from: tuple[S, ...]
    status: S
    changes: Callable[[Charge], dict[str, Any]]
    event: Callable[[Payment, Charge], Event]


def record(payment: Payment, charge: Charge) -> Payment:
    """Write down what the gateway said, once, in one transaction of its own.

    An answer that is already written, or that came too late, changes nothing.
    Publishes PaymentCaptured, PaymentAuthorized, PaymentDeclined, PaymentActionRequired or PaymentVoided.
    """
    then = _CONSEQUENCES[charge.status]
    changes = {
        "status": then.status,
        "settled": True,
        "capturing": 0,
        "gateway_transaction_id": charge.transaction_id,
        "updated_at": clock.now(),
        **then.changes(charge),
    }
    # The gateway needs the token no more, except to go on with this charge.
    if charge.status is not Answer.REQUIRES_ACTION:
        changes |= {"method_token": "", "next_action": None}
    alias = database_of("payment")
    with transaction.atomic(using=alias, durable=True):
        event = then.event(payment, charge)
        for name, value in changes.items():
            setattr(payment, name, value)
        came_from = [status.value for status in then.came_from]
        if not change_if(payment, tuple(changes), "status = ANY(%s)", [came_from], alias=alias):
            return Payment.objects.get(id=payment.id)
        if isinstance(event, PaymentCaptured):
            tell_captured(payment, event)
        else:
            bus.publish(event)
    return payment


def captured(payment: Payment) -> PaymentCaptured:
    """The event that all of the payment is ours."""
    return PaymentCaptured(**_ids(payment), amount=payment.money)


def tell_captured(payment: Payment, event: PaymentCaptured) -> None:
    """The money is ours: in the journal, and for everybody to hear."""
    journal.post(
        payment.id,
        payment,
        debit=journal.gateway_account(payment),
        credit=journal.SALES,
        amount=event.amount,
    )
    bus.publish(event)


def refundable(payment: Payment) -> Money:
    """What is left of the captured amount."""
    return Money(payment.captured - payment.refunded - payment.refunding, payment.currency)


def _ids(payment: Payment) -> dict[str, Any]:
    return {"payment_id": PaymentId(payment.id), "order_id": OrderId(payment.order_id)}


_CONSEQUENCES: Mapping[Answer, _Consequence] = {
    Answer.CAPTURED: _Consequence(
        OPEN,
        S.CAPTURED,
        lambda charge: {"captured": charge.amount.amount},
        lambda payment, charge: PaymentCaptured(
            **_ids(payment), amount=charge.amount, was_authorized=payment.capture_later
        ),
    ),
    Answer.AUTHORIZED: _Consequence(
        (S.CREATED, S.REQUIRES_ACTION),
        S.AUTHORIZED,
        lambda charge: {},
        lambda payment, charge: PaymentAuthorized(**_ids(payment), amount=charge.amount),
    ),
    Answer.DECLINED: _Consequence(
        OPEN,
        S.FAILED,
        lambda charge: {
            "decline_code": charge.decline_code,
            "decline_message": charge.decline_message,
        },
        lambda payment, charge: PaymentDeclined(**_ids(payment), decline_code=charge.decline_code),
    ),
    Answer.REQUIRES_ACTION: _Consequence(
        (S.CREATED,),
        S.REQUIRES_ACTION,
        lambda charge: {"next_action": asdict(charge.next_action) if charge.next_action else None},
        lambda payment, charge: PaymentActionRequired(**_ids(payment)),
    ),
    Answer.CANCELLED: _Consequence(
        OPEN,
        S.VOIDED,
        lambda charge: {},
        lambda payment, charge: PaymentVoided(**_ids(payment)),
    ),
}
