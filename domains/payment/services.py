"""What others may ask of payment. A declined card is an outcome, not an exception."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from domains.kernel import clock, idempotency
from domains.kernel.auditing import audit
from domains.kernel.idempotency import Claim
from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Answer, IdempotencyKey, Violation
from domains.payment import (
    attaching,
    card_data,
    charging,
    comparing,
    invariants,
    queries,
    refunding,
    webhooks,
)
from domains.payment.errors import GatewayUnavailable, GatewayUnknown, IllegalPaymentState
from domains.payment.gateways import registry
from domains.payment.models import Payment as PaymentRow
from domains.payment.models import Refund as RefundRow
from domains.payment.types import (
    Balance,
    Discrepancy,
    GatewayOffer,
    Payment,
    PaymentMethod,
    PaymentStatus,
    Refund,
    RefundStatus,
)

__all__ = [
    "attach_charge",
    "attach_refund",
    "authorize_payment",
    "cancel_payment",
    "claim_request",
    "compare_with_gateway",
    "confirm_payment",
    "find_violations",
    "get_balances",
    "get_payment",
    "get_webhook_header",
    "handle_webhook",
    "list_gateways",
    "list_payments",
    "refund_payment",
    "refuse_card_data",
    "refuse_method",
    "remember_answer",
    "repeat_refunds",
    "resolve_unknown_payments",
    "resume_payment",
    "return_charge",
]

_PATIENCE = timedelta(seconds=10)
_NEXT_CHECK = timedelta(minutes=1)


# --- Reads ----------------------------------------------------------------------------------


def get_payment(payment_id: PaymentId) -> Payment:
    """One payment with its refunds. Raises PaymentNotFound."""
    return queries.get_payment(payment_id)


def list_payments(order_ids: Collection[OrderId]) -> Mapping[OrderId, tuple[Payment, ...]]:
    """The payments of each order, first attempt first."""
    return queries.list_payments(order_ids)


def get_balances(order_ids: Collection[OrderId]) -> Mapping[OrderId, Balance]:
    """What was captured and refunded for each order; zeros for one without a payment."""
    return queries.balances(order_ids)


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("payment"), invariants.RULES, only=only, limit=limit)


def list_gateways() -> tuple[GatewayOffer, ...]:
    """The gateways that are switched on, the shop's own choice first."""
    return tuple(
        GatewayOffer(gateway.code, gateway.name, gateway.description, gateway.tokens)
        for gateway in registry.configured()
    )


def get_webhook_header(gateway: str) -> str:
    """The HTTP header in which this gateway signs. Raises GatewayUnknown."""
    return registry.find(gateway).signature_header


def refuse_card_data(values: Iterable[str]) -> None:
    """Raises CardDataRefused when any of the values holds a card number."""
    card_data.refuse(values)


def refuse_method(method: PaymentMethod) -> None:
    """Raises GatewayUnknown, PaymentMethodInvalid or CardDataRefused for what cannot pay."""
    card_data.refuse((method.token,))
    registry.find(method.gateway).check_token(method.token)


# --- Being paid -----------------------------------------------------------------------------


@stepwise
def authorize_payment(
    order_id: OrderId,
    *,
    amount: Money,
    method: PaymentMethod,
    attempt: int,
    email: str,
    return_url: str,
    user_id: UserId | None = None,
    patience: timedelta = _PATIENCE,
) -> Payment:
    """This attempt's payment: captured, declined, waiting for the payer, or not `settled`.

    The same order and attempt is the same payment and at most one charge. Not settled means that
    the gateway did not answer within `patience`; ask again. Raises GatewayUnknown,
    PaymentMethodInvalid, CardDataRefused, GatewayUnavailable.
    Publishes PaymentCaptured, PaymentDeclined or PaymentActionRequired.
    """
    refuse_method(method)
    intent = PaymentRow(
        order_id=order_id,
        attempt=attempt,
        user_id=user_id,
        email=email,
        currency=amount.currency,
        amount=amount.amount,
        gateway=method.gateway,
        method_token=method.token,
        return_url=return_url,
    )
    return queries.with_refunds([_ask_again(charging.open_intent(intent), patience)])[0]


@stepwise
def resume_payment(payment_id: PaymentId, *, patience: timedelta = _PATIENCE) -> Payment:
    """The payment after the gateway was asked how an unknown outcome turned out.

    Raises PaymentNotFound, GatewayUnavailable. Publishes as authorize_payment.
    """
    return queries.with_refunds([_ask_again(queries.payment_row(payment_id), patience)])[0]


def _ask_again(payment: PaymentRow, patience: timedelta) -> PaymentRow:
    return payment if payment.settled else _look(payment, patience)


def _look(payment: PaymentRow, patience: timedelta) -> PaymentRow:
    """The payment as the gateway sees it now."""
    patience_s = patience.total_seconds()
    charge = charging.ask(payment, lambda gateway, request: gateway.charge(request, patience_s=patience_s))
    return charging.record(payment, charge) if charge else payment


@stepwise
def confirm_payment(payment_id: PaymentId, *, data: Mapping[str, str]) -> Payment:
    """The payment after the payer acted, as `data` tells the gateway; confirming twice is once.

    Raises PaymentNotFound, IllegalPaymentState when there is nothing to confirm, InvalidInput,
    CardDataRefused, GatewayUnavailable. Publishes PaymentCaptured or PaymentDeclined.
    """
    card_data.refuse(data.values())
    payment = queries.payment_row(payment_id)
    if payment.status in (PaymentStatus.CREATED, PaymentStatus.VOIDED):
        raise IllegalPaymentState("There is nothing to confirm about this payment.")
    if payment.status == PaymentStatus.REQUIRES_ACTION:
        patience_s = _PATIENCE.total_seconds()
        charge = charging.ask(
            payment, lambda gateway, request: gateway.confirm(request, data=data, patience_s=patience_s)
        )
        payment = charging.record(payment, charge) if charge else payment
    return queries.with_refunds([payment])[0]


# --- Giving back ----------------------------------------------------------------------------


@stepwise
def cancel_payment(order_id: OrderId) -> None:
    """Nothing of the order stays charged: open payments are voided, captured ones refunded whole.

    Cancelling twice cancels once. Raises GatewayUnavailable while it is not known to be done.
    Publishes PaymentVoided, PaymentRefunded.
    """
    patience_s = _PATIENCE.total_seconds()
    for payment in PaymentRow.objects.filter(order_id=order_id).order_by("attempt"):
        _refund_the_rest(_void(payment, patience_s), patience_s)


def _void(payment: PaymentRow, patience_s: float) -> PaymentRow:
    """The payment once it cannot be charged any more; captured when it was charged before."""
    if payment.status not in charging.OPEN:
        return payment
    charge = charging.ask(payment, lambda gateway, request: gateway.cancel(request, patience_s=patience_s))
    if charge is None:
        raise GatewayUnavailable
    payment = charging.record(payment, charge)
    if payment.status in charging.OPEN:
        raise GatewayUnavailable("The gateway has not called the payment off yet. It is asked again.")
    return payment


def _refund_the_rest(payment: PaymentRow, patience_s: float) -> None:
    if not payment.captured:
        return
    if rest := charging.refundable(payment):
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
        wanted = charging.refundable(payment) if amount is None else amount
        known = refunding.open_refund(payment, wanted, reason=reason, key=key)
    refund = refunding.carry_out(payment, known, patience_s=_PATIENCE.total_seconds())
    return queries.to_refund(refund, payment.currency)


# --- What the gateways tell, and what they have not told yet -----------------------------------


@stepwise
def handle_webhook(gateway: str, *, body: bytes, signature: str) -> None:
    """A gateway's notice is taken once; the payment that it is about is asked for again.

    Raises GatewayUnknown, SignatureInvalid, InvalidInput for a body that cannot be read,
    GatewayUnavailable. Publishes as authorize_payment.
    """
    notice = registry.find(gateway).read_notice(body, signature=signature)
    payment = webhooks.find_subject(gateway, notice)
    if payment is not None and payment.status in charging.OPEN:
        _look(payment, _PATIENCE)
    webhooks.mark_taken(gateway, notice)


@stepwise
def resolve_unknown_payments(*, limit: int = 50) -> int:
    """How many payments and refunds with an unknown outcome were settled by asking again."""
    settled = 0
    for payment in queries.unsettled(limit):
        PaymentRow.objects.filter(id=payment.id).update(next_check_at=clock.now() + _NEXT_CHECK)
        with suppress(GatewayUnavailable, GatewayUnknown):
            settled += _ask_again(payment, _PATIENCE).settled
    for refund in queries.pending_refunds(limit):
        RefundRow.objects.filter(id=refund.id).update(next_check_at=clock.now() + _NEXT_CHECK)
        with suppress(GatewayUnavailable, GatewayUnknown):
            answered = refunding.carry_out(refund.payment, refund, patience_s=_PATIENCE.total_seconds())
            settled += answered.status != RefundStatus.PENDING
    return settled


# --- What the gateways' books say --------------------------------------------------------------


@stepwise
def compare_with_gateway(gateway: str, *, since: datetime, until: datetime) -> tuple[Discrepancy, ...]:
    """Where the gateway's books and ours differ about what was begun then, leaving out what is in flight.

    Raises GatewayUnknown, GatewayUnavailable.
    """
    return comparing.compare(gateway, since, until)


@stepwise
def attach_charge(gateway: str, *, key: str) -> Payment:
    """The payment that the gateway captured and we knew nothing of, as ours from now on.

    Raises GatewayUnknown, GatewayUnavailable, IllegalPaymentState when it is no captured charge of an
    order of ours, or the order is paid already. Publishes PaymentCaptured.
    """
    return queries.with_refunds([attaching.attach_charge(gateway, key)])[0]


@stepwise
def attach_refund(payment_id: PaymentId, *, reason: str) -> Payment:
    """The payment with what the gateway gave back without our asking.

    Raises PaymentNotFound, GatewayUnavailable, IllegalPaymentState when it gave back no more than we
    know. Publishes PaymentRefunded.
    """
    return queries.with_refunds([attaching.attach_refund(queries.payment_row(payment_id), reason)])[0]


@stepwise
def return_charge(gateway: str, *, key: str) -> Money:
    """What went back of a charge that never became ours; our books never held it.

    Raises GatewayUnknown, GatewayUnavailable, IllegalPaymentState when it is ours or nothing is left.
    """
    return attaching.return_charge(gateway, key)


@stepwise
def repeat_refunds(payment_id: PaymentId) -> Payment:
    """The payment after the gateway was asked again for each refund that we count as made.

    The same key is the same refund. Raises PaymentNotFound, GatewayUnavailable, IllegalPaymentState
    when the gateway refuses one.
    """
    return queries.with_refunds([attaching.repeat_refunds(queries.payment_row(payment_id))])[0]


# --- Repeated requests ------------------------------------------------------------------------


@durable
def claim_request(key: IdempotencyKey, *, resource_id: UUID) -> Claim:
    """What this key stands for: `resource_id`, or what its first request made, with its answer.

    Raises IdempotencyKeyReused, IdempotencyInProgress.
    """
    return idempotency.claim("payment", key, resource_id=resource_id)


@durable
def remember_answer(key: IdempotencyKey, *, answer: Answer) -> None:
    """The first answer to this key is kept for its repetitions."""
    idempotency.remember("payment", key, answer)
