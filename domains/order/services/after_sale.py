"""What happens to an order after its checkout."""

from uuid import UUID

from domains.kernel import context
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import Money
from domains.kernel.transactions import durable, stepwise
from domains.order import amending, changing, opening, queries, saga
from domains.order.services.reading import get_order
from domains.order.services.resuming import WORKERS_BUDGET
from domains.order.statuses import OFF
from domains.order.types import Amendment, LinePart, Order, OrderStatus, SagaState
from domains.payment import services as payment
from domains.payment.errors import IllegalPaymentState
from domains.payment.types import PaymentStatus


@stepwise
def cancel_order(order_id: OrderId, *, reason: str, by: str, user_id: UserId | None = None) -> Order:
    """The order on its way off: stock released or back on the shelves, what was paid refunded.

    Still at its old status, with the saga compensating, where the gateway has not answered yet.
    Cancelling twice cancels once. Raises OrderNotFound, CannotCancel once it is shipped,
    CheckoutRunning, CardDataRefused. Publishes OrderCancelled.
    """
    payment.refuse_card_data((reason,))
    get_order(order_id, user_id=user_id)
    run = changing.begin_cancelling(order_id, reason=reason, by=by, budget=WORKERS_BUDGET)
    if run is not None:
        saga.advance(run)
    return get_order(order_id)


@durable
def change_status(order_id: OrderId, *, status: OrderStatus, reason: str, by: str) -> Order:
    """The order at its next status. Raises OrderNotFound, IllegalTransition with the legal ones.

    Publishes OrderStatusChanged.
    """
    changing.move(order_id, status, reason=reason, by=by)
    return get_order(order_id)


@stepwise
def cancel_lines(
    order_id: OrderId,
    *,
    parts: tuple[LinePart, ...],
    reason: str,
    by: str,
    key: str,
    user_id: UserId | None = None,
) -> Order:
    """The order without these pieces: they are back on the shelves, and what they cost goes back.

    All that is left is the whole order: that is cancelled, once. The same key is the same change. Some of
    it may still be under way, as `list_amendments` tells. Raises OrderNotFound, CannotCancel,
    CheckoutRunning, InvalidInput, TooManyCancelled, CardDataRefused.
    Publishes OrderReduced, OrderRefunded, or OrderCancelled.
    """
    payment.refuse_card_data((reason,))
    order = get_order(order_id, user_id=user_id)
    if order.status in OFF:
        return order
    if _is_all_that_is_left(order, parts) and not queries.has_amendment(order_id, key):
        return cancel_order(order_id, reason=reason, by=by, user_id=user_id)
    with context.bound(actor=by):
        change = opening.begin_part(order_id, parts, reason=reason, by=by, key=key, budget=WORKERS_BUDGET)
        if change is not None:
            amending.advance(change)
    return get_order(order_id)


def _is_all_that_is_left(order: Order, parts: tuple[LinePart, ...]) -> bool:
    named = {part.line_id: part.quantity for part in parts}
    return len(named) == len(parts) and named == {line.id: line.left for line in order.lines if line.left}


@stepwise
def refund_order(order_id: OrderId, *, amount: Money | None, reason: str, by: str, key: str) -> Order:
    """The order after `amount`, or all that is left, went back; the same key is the same refund.

    Still under way, as `list_amendments` tells, while the gateway has not answered: it is asked
    again. Raises OrderNotFound, CardDataRefused, InvalidInput, RefundTooLarge, IllegalPaymentState when
    nothing was captured or the gateway refuses. Publishes OrderRefunded.
    """
    payment.refuse_card_data((reason,))
    order = get_order(order_id)
    if amount is not None and (amount.currency != order.currency or amount.amount <= 0):
        raise InvalidInput(f"Give an amount above zero in {order.currency}.", field="amount")
    if not any(row.captured for row in order.payments):
        raise IllegalPaymentState("Nothing was captured, so there is nothing to refund.")
    with context.bound(actor=by):
        change = opening.begin_refund(
            order_id, amount=amount, reason=reason, by=by, key=key, budget=WORKERS_BUDGET
        )
        if change is not None and (refusal := amending.advance(change).refusal):
            raise refusal
    if change is None and (before := queries.find_refusal(order_id, key)):
        raise IllegalPaymentState(before)
    return get_order(order_id)


def list_amendments(order_id: OrderId) -> tuple[Amendment, ...]:
    """What was changed about the order after its sale, oldest first."""
    return queries.list_amendments(order_id)


@stepwise
def capture_order(order_id: OrderId, *, amount: Money | None = None, by: str) -> Order:
    """The order after `amount`, or all of what was put aside for it, was taken; the rest goes free.

    Still `authorized` while the gateway has not answered: it is asked again. Raises OrderNotFound,
    IllegalPaymentState when nothing waits to be captured, InvalidInput, GatewayUnavailable.
    Publishes OrderPaid.
    """
    order = get_order(order_id)
    held = [row for row in order.payments if row.status is PaymentStatus.AUTHORIZED]
    if not held or order.saga is not SagaState.CONFIRMED:
        raise IllegalPaymentState("Nothing of this order waits to be captured.")
    with context.bound(actor=by):
        payment.capture_payment(held[-1].id, amount=amount)
    return get_order(order_id)


@durable
def record_capture(order_id: OrderId) -> None:
    """What was captured after the sale stands on the order; once. Publishes OrderPaid."""
    changing.record_capture(order_id)


@durable
def record_refund(order_id: OrderId, *, payment_id: PaymentId, refund_id: UUID) -> None:
    """What went back so far stands on the order; once. Publishes OrderRefunded."""
    refunds = payment.get_payment(payment_id).refunds
    reason = next((refund.reason for refund in refunds if refund.id == refund_id), "")
    changing.record_refund(order_id, reason=reason)
