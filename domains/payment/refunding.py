"""How money goes back: promised on the payment's row first, then returned by the gateway."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from domains.kernel import bus, clock
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.inserting import insert_once
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment import charging, journal, recording
from domains.payment.errors import GatewayUnavailable, IllegalPaymentState, RefundTooLarge
from domains.payment.events import PaymentRefunded
from domains.payment.gateways import registry
from domains.payment.gateways.port import GatewayFailure, GatewayTimeout
from domains.payment.models import Payment, Refund
from domains.payment.types import PaymentStatus, RefundStatus

_PATIENCE = timedelta(seconds=60)


def open_refund(payment: Payment, amount: Money, *, reason: str, key: str) -> Refund:
    """The committed refund of this key: a new one, or the one that came first.

    Raises RefundTooLarge when less is left, IllegalPaymentState when nothing was captured.
    """
    if not recording.refundable(payment):
        _refuse(payment)
    if amount.currency != payment.currency or amount.amount <= 0:
        raise InvalidInput(f"Give an amount above zero in {payment.currency}.", field="amount")
    with transaction.atomic(using=database_of("payment"), durable=True):
        refund = Refund(
            payment=payment,
            key=key,
            amount=amount.amount,
            reason=reason[:200],
            next_check_at=clock.now() + _PATIENCE,
        )
        if not insert_once(refund, alias=database_of("payment")):
            return Refund.objects.get(payment=payment, key=key)
        room = Payment.objects.filter(
            id=payment.id, captured__gte=F("refunded") + F("refunding") + amount.amount
        )
        if not room.update(refunding=F("refunding") + amount.amount, updated_at=clock.now()):
            _refuse(payment)
    return refund


def _refuse(payment: Payment) -> None:
    payment.refresh_from_db()
    if not payment.captured:
        raise IllegalPaymentState("Nothing was captured, so there is nothing to refund.")
    raise RefundTooLarge(refundable=recording.refundable(payment))


def carry_out(payment: Payment, refund: Refund, *, patience_s: float) -> Refund:
    """Ask the gateway for a refund that is not answered yet, and write down what it says.

    Still pending when the answer did not come in time. Raises GatewayUnavailable.
    """
    if refund.status != RefundStatus.PENDING:
        return refund
    amount = Money(refund.amount, payment.currency)
    try:
        returned = registry.find(payment.gateway).refund(
            charging.request_for(payment),
            refund_key=f"refund-{refund.id}",
            amount=amount,
            patience_s=patience_s,
        )
    except GatewayTimeout:
        return refund
    except GatewayFailure as failure:
        raise GatewayUnavailable from failure
    return _record(payment, refund, amount, returned.refund_id, accepted=returned.accepted)


def _record(payment: Payment, refund: Refund, amount: Money, refund_id: str, *, accepted: bool) -> Refund:
    status = RefundStatus.SUCCEEDED if accepted else RefundStatus.FAILED
    with transaction.atomic(using=database_of("payment"), durable=True):
        first = Refund.objects.filter(id=refund.id, status=RefundStatus.PENDING).update(
            status=status, gateway_refund_id=refund_id, updated_at=clock.now()
        )
        if first:
            settle(payment, refund, amount, accepted=accepted)
    refund.refresh_from_db()
    return refund


def settle(payment: Payment, refund: Refund, amount: Money, *, accepted: bool) -> None:
    """Turn the promise into a fact, or take it back."""
    row = Payment.objects.select_for_update().get(id=payment.id)
    row.refunding -= amount.amount
    if accepted:
        row.refunded += amount.amount
        whole = row.refunded == row.captured
        row.status = PaymentStatus.REFUNDED if whole else PaymentStatus.PARTIALLY_REFUNDED
    row.updated_at = clock.now()
    row.save(update_fields=["refunding", "refunded", "status", "updated_at"])
    if accepted:
        journal.post(
            refund.id, row, debit=journal.REFUNDS, credit=journal.gateway_account(row), amount=amount
        )
        bus.publish(
            PaymentRefunded(
                payment_id=PaymentId(row.id),
                order_id=OrderId(row.order_id),
                refund_id=refund.id,
                amount=amount,
                refunded_in_all=Money(row.refunded, row.currency),
            )
        )
