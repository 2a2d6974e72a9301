"""Giving back: what is authorized is voided, what is captured is refunded."""

from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money
from domains.kernel.transactions import stepwise
from domains.payment import capturing, card_data, charging, queries, recording, refunding
from domains.payment.errors import GatewayUnavailable
from domains.payment.models import Payment
from domains.payment.services.paying import PATIENCE
from domains.payment.types import Refund, RefundStatus


@stepwise
def cancel_payment(order_id: OrderId) -> None:
    """Nothing of the order stays charged: open payments are voided, captured ones refunded whole.

    Cancelling twice cancels once. Raises GatewayUnavailable while it is not known to be done.
    Publishes PaymentVoided, PaymentRefunded.
    """
    patience_s = PATIENCE.total_seconds()
    for payment in Payment.objects.filter(order_id=order_id).order_by("attempt"):
        _refund_the_rest(_void(payment, patience_s), patience_s)


def _void(payment: Payment, patience_s: float) -> Payment:
    """The payment once it cannot be charged any more; captured when it was charged before."""
    if payment.status not in recording.OPEN:
        return payment
    # A capture that was begun is over first: the gateway takes no two words about one charge.
    payment = capturing.carry_out(payment, patience_s=patience_s)
    if payment.status in recording.OPEN:
        payment = charging.ask(
            payment, lambda gateway, request: gateway.cancel(request, patience_s=patience_s)
        )
    if payment.status in recording.OPEN:
        raise GatewayUnavailable("The gateway has not called the payment off yet. It is asked again.")
    return payment


def _refund_the_rest(payment: Payment, patience_s: float) -> None:
    if not payment.captured:
        return
    if rest := recording.refundable(payment):
        key = f"cancel-{payment.refunds.count()}"
        refunding.open_refund(payment, rest, reason="Order cancelled", key=key)
    for refund in payment.refunds.filter(status=RefundStatus.PENDING):
        refunding.carry_out(payment, refund, patience_s=patience_s)
    payment.refresh_from_db()
    if payment.refunded != payment.captured:
        raise GatewayUnavailable("The gateway has not returned the money yet. It is asked again.")


@stepwise
def refund_payment(payment_id: PaymentId, *, amount: Money | None, reason: str, key: str) -> Refund:
    """The refund of `amount`, or of all that is left; the same key is the same refund.

    Pending when the gateway did not answer in time: it is asked again later.
    Raises PaymentNotFound, RefundTooLarge, IllegalPaymentState, InvalidInput, GatewayUnavailable,
    CardDataRefused. Publishes PaymentRefunded.
    """
    card_data.refuse((reason,))
    payment = queries.payment_row(payment_id)
    known = payment.refunds.filter(key=key).first()
    if known is None:
        wanted = recording.refundable(payment) if amount is None else amount
        known = refunding.open_refund(payment, wanted, reason=reason, key=key)
    refund = refunding.carry_out(payment, known, patience_s=PATIENCE.total_seconds())
    return queries.to_refund(refund, payment.currency)
