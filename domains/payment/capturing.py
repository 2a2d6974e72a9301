"""How money that was put aside becomes ours: once, all of it or a part."""

from django.db import transaction

from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment import charging
from domains.payment.errors import IllegalPaymentState
from domains.payment.models import Payment
from domains.payment.types import PaymentStatus


def open_capture(payment: Payment, amount: Money) -> Payment:
    """The payment with its one capture committed before the gateway hears of it.

    Raises InvalidInput for an amount that was not put aside, IllegalPaymentState when another capture
    came first or nothing waits to be captured.
    """
    if amount.currency != payment.currency or not 0 < amount.amount <= payment.amount:
        raise InvalidInput(f"Give an amount above zero, up to {payment.money}.", field="amount")
    with transaction.atomic(using=database_of("payment"), durable=True):
        Payment.objects.filter(id=payment.id, status=PaymentStatus.AUTHORIZED, capturing=0).update(
            capturing=amount.amount,
            settled=False,
            next_check_at=clock.now() + charging.PATIENCE,
            updated_at=clock.now(),
        )
    payment.refresh_from_db()
    if amount.amount not in (payment.capturing, payment.captured):
        raise IllegalPaymentState(_why_not(payment))
    return payment


def _why_not(payment: Payment) -> str:
    if payment.captured:
        return f"{Money(payment.captured, payment.currency)} of this payment was captured already."
    if payment.capturing:
        return f"{Money(payment.capturing, payment.currency)} of this payment is being captured."
    return f"Only an authorized payment can be captured; this one is {payment.status.replace('_', ' ')}."


def carry_out(payment: Payment, *, patience_s: float) -> Payment:
    """Ask the gateway for the capture that it has not answered yet. Raises GatewayUnavailable."""
    if not payment.capturing:
        return payment
    amount = Money(payment.capturing, payment.currency)
    return charging.ask(
        payment, lambda gateway, request: gateway.capture(request, amount=amount, patience_s=patience_s)
    )
