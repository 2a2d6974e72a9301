"""What mends each kind of break, and how."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from domains.kernel import context
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.router import database_of
from domains.order import changing, saga
from domains.order.errors import RemedyUnfit
from domains.order.models import Break, Order
from domains.order.statuses import OFF
from domains.order.types import BreakKind as Kind
from domains.order.types import Remedy
from domains.payment import services as payment
from domains.payment.types import PaymentStatus

_OPEN = (PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION, PaymentStatus.AUTHORIZED)
_BUDGET = timedelta(seconds=10)
_Act = Callable[[Break, str], None]


def fitting(kind: str) -> tuple[Remedy, ...]:
    """What can be done about a break of this kind; it can always be ignored with a reason."""
    return (*(remedy for of, remedy in _ACTS if of == kind), Remedy.IGNORE)


def act(found: Break, remedy: Remedy, reason: str) -> None:
    """Move the money, or take over what moved. Raises RemedyUnfit, and as payment does."""
    if remedy is Remedy.IGNORE:
        return
    do = _ACTS.get((Kind(found.kind), remedy))
    if do is None:
        raise RemedyUnfit(fit=fitting(found.kind))
    do(found, reason)


def _attach_charge(found: Break, reason: str) -> None:
    order = Order.objects.filter(id=found.order_id).first() if found.order_id else None
    if order is None:
        raise RemedyUnfit("The charge names no order of ours. Return it, or ignore it.")
    if order.status in OFF:
        raise RemedyUnfit(f"{order.number} is {order.status}. Return the charge instead.")
    if found.theirs != str(order.money):
        raise RemedyUnfit(f"{order.number} costs {order.money}. Return the charge instead.")
    payment.attach_charge(found.gateway, key=found.subject)


def _attach_refund(found: Break, reason: str) -> None:
    payment.attach_refund(_payment_of(found), reason=reason)


def _return_charge(found: Break, reason: str) -> None:
    payment.return_charge(found.gateway, key=found.subject)


def _refund_there(found: Break, reason: str) -> None:
    """The money goes back; with the order, while that still waits for this payment."""
    if payment.get_payment(_payment_of(found)).status in _OPEN:
        _call_off(found, reason)
        payment.cancel_payment(_order_of(found))
    else:
        _return_charge(found, reason)


def _call_off(found: Break, reason: str) -> None:
    run = changing.begin_cancelling(
        _order_of(found), reason=reason, by=context.current().actor, budget=_BUDGET
    )
    if run is not None:
        saga.advance(run)


def _record_refund(found: Break, reason: str) -> None:
    with transaction.atomic(using=database_of("order"), durable=True):
        if not changing.record_refund(_order_of(found), reason=reason):
            raise RemedyUnfit("The order knows of more than went back. Ask the gateway, then ignore it.")


def _repeat_refunds(found: Break, reason: str) -> None:
    payment.repeat_refunds(_payment_of(found))


def _refund_order(found: Break, reason: str) -> None:
    payment.cancel_payment(_order_of(found))


def _capture(found: Break, reason: str) -> None:
    """Ask the gateway again for the payment that the order counts on."""
    payments = payment.list_payments((_order_of(found),))[_order_of(found)]
    for row in payments:
        if payment.resume_payment(row.id).captured:
            return
    raise RemedyUnfit("The gateway did not take the money. Cancel the order, or ask for another payment.")


def _order_of(found: Break) -> OrderId:
    return OrderId(found.order_id or UUID(found.subject))


def _payment_of(found: Break) -> PaymentId:
    if found.payment_id is None:
        raise RemedyUnfit(fit=fitting(found.kind))
    return PaymentId(found.payment_id)


_ACTS: Mapping[tuple[Kind, Remedy], _Act] = {
    (Kind.UNKNOWN_CHARGE, Remedy.ATTACH): _attach_charge,
    (Kind.UNKNOWN_CHARGE, Remedy.REFUND): _return_charge,
    (Kind.CHARGED_THERE, Remedy.ATTACH): _attach_charge,
    (Kind.CHARGED_THERE, Remedy.REFUND): _refund_there,
    (Kind.REFUNDED_THERE, Remedy.ATTACH): _attach_refund,
    (Kind.NOT_REFUNDED_THERE, Remedy.REFUND): _repeat_refunds,
    (Kind.PAID_WITHOUT_CAPTURE, Remedy.CAPTURE): _capture,
    (Kind.CAPTURED_NOT_CONFIRMED, Remedy.REFUND): _call_off,
    (Kind.CANCELLED_BUT_CHARGED, Remedy.REFUND): _refund_order,
    (Kind.REFUND_NOT_ON_ORDER, Remedy.ATTACH): _record_refund,
}
