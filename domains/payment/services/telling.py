"""What the gateways tell, and what they have not told yet."""

from contextlib import suppress
from datetime import timedelta

from domains.kernel import clock
from domains.kernel.transactions import stepwise
from domains.payment import charging, queries, recording, refunding, webhooks
from domains.payment.errors import GatewayUnavailable, GatewayUnknown
from domains.payment.gateways import registry
from domains.payment.models import Payment, Refund
from domains.payment.services.paying import PATIENCE, ask_again
from domains.payment.types import RefundStatus

_NEXT_CHECK = timedelta(minutes=1)


@stepwise
def handle_webhook(gateway: str, *, body: bytes, signature: str) -> None:
    """A gateway's notice is taken once; the payment that it is about is asked for again.

    Raises GatewayUnknown, SignatureInvalid, InvalidInput for a body that cannot be read,
    GatewayUnavailable. Publishes as authorize_payment.
    """
    notice = registry.find(gateway).read_notice(body, signature=signature)
    payment = webhooks.find_subject(gateway, notice)
    if payment is not None and payment.status in recording.OPEN:
        charging.ask_how_it_stands(payment, patience=PATIENCE)
    webhooks.mark_taken(gateway, notice)


@stepwise
def resolve_unknown_payments(*, limit: int = 50) -> int:
    """How many payments and refunds with an unknown outcome were settled by asking again."""
    settled = 0
    for payment in queries.unsettled(limit):
        Payment.objects.filter(id=payment.id).update(next_check_at=clock.now() + _NEXT_CHECK)
        with suppress(GatewayUnavailable, GatewayUnknown):
            settled += ask_again(payment, PATIENCE).settled
    for refund in queries.pending_refunds(limit):
        Refund.objects.filter(id=refund.id).update(next_check_at=clock.now() + _NEXT_CHECK)
        with suppress(GatewayUnavailable, GatewayUnknown):
            answered = refunding.carry_out(refund.payment, refund, patience_s=PATIENCE.total_seconds())
            settled += answered.status != RefundStatus.PENDING
    return settled
