"""What others may ask of orders. A declined card or missing stock is an outcome, not an exception."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from domains.cart import services as cart
from domains.cart.types import CartStatus
from domains.cart.types import WantedLine as QuotableLine
from domains.kernel import context, idempotency
from domains.kernel import services as kernel
from domains.kernel.events import stream_of
from domains.kernel.ids import CartId, OrderId, PaymentId, UserId
from domains.kernel.money import Money
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Answer, IdempotencyKey, RecordedEvent
from domains.order import changing, placing, queries, running, saga, tracking
from domains.order.errors import AlreadyPaid, CheckoutRunning, NothingOrdered
from domains.order.running import Run
from domains.order.types import (
    Checkout,
    CheckoutDetails,
    DayRevenue,
    Order,
    OrderFilters,
    OrderStatus,
    OrderSummary,
    SagaState,
    WantedLine,
)
from domains.payment import services as payment
from domains.payment.errors import IllegalPaymentState
from domains.payment.types import PaymentMethod, PaymentStatus

__all__ = [
    "advance_order",
    "cancel_order",
    "change_status",
    "checkout_cart",
    "checkout_lines",
    "count_orders_by_saga",
    "find_checkout",
    "find_order",
    "get_order",
    "get_order_by_number",
    "get_order_by_tracking_token",
    "get_tracking_token",
    "is_checkout_waiting",
    "list_daily_revenue",
    "list_order_events",
    "list_orders",
    "record_refund",
    "refund_order",
    "remember_answer",
    "resume_orders",
    "retry_order",
    "retry_payment",
]

_WORKERS_BUDGET = timedelta(seconds=10)
_LONGEST_SWEEP_S = 60.0


# --- Reads ----------------------------------------------------------------------------------


def get_order(order_id: OrderId, *, user_id: UserId | None = None) -> Order:
    """The order; only if it is this member's, when one is given. Raises OrderNotFound."""
    return queries.get_order(id=order_id, **({"user_id": user_id} if user_id else {}))


def get_order_by_number(number: str) -> Order:
    """The order of this number. Raises OrderNotFound."""
    return queries.get_order(number=number.strip().upper())


def find_order(*, number: str, email: str) -> Order | None:
    """The order with this number and e-mail address, for guests."""
    order_id = queries.find_by_number_and_email(number, email)
    return queries.get_order(id=order_id) if order_id else None


def get_tracking_token(order_id: OrderId) -> str:
    """The token of the order's link for guests; always the same."""
    return tracking.token_of(order_id)


def get_order_by_tracking_token(token: str) -> Order:
    """The order that the link is for. Raises TrackingLinkInvalid, OrderNotFound."""
    return queries.get_order(id=tracking.order_of(token))


def list_orders(
    filters: OrderFilters = OrderFilters(),  # noqa: B008
    *,
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> Page[OrderSummary]:
    """Orders, newest first. Raises InvalidCursor."""
    return queries.list_orders(filters, cursor, page_size)


def list_order_events(order_id: OrderId) -> tuple[RecordedEvent, ...]:
    """All that happened to the order, oldest first."""
    return kernel.list_events(stream_of("order", order_id), domain="order")


def list_daily_revenue(*, days: int = 30) -> tuple[DayRevenue, ...]:
    """Orders and money of the last days, oldest first, today included."""
    return queries.daily_revenue(days)


def count_orders_by_saga() -> Mapping[str, int]:
    """How many checkouts stand in each state that is not an end."""
    return queries.count_by_saga()


def is_checkout_waiting(order_id: OrderId) -> bool:
    """Whether the order's checkout should go on and nobody is at it."""
    return queries.is_waiting(order_id)


def find_checkout(key: IdempotencyKey) -> Checkout | None:
    """How the request with this key was answered; None when there was none.

    Raises IdempotencyKeyReused.
    """
    claim = idempotency.find("order", key)
    if claim is None:
        return None
    return Checkout(get_order(OrderId(claim.resource_id)), replayed=True, answer=claim.answer)


# --- Checkout -------------------------------------------------------------------------------


@stepwise
def checkout_cart(
    cart_id: CartId,
    *,
    details: CheckoutDetails,
    user_id: UserId | None = None,
    key: IdempotencyKey | None = None,
    budget: timedelta | None = None,
) -> Checkout:
    """An order of what is in the cart, as far as its checkout came within the budget.

    While a cart's first order lives, the second purchase is the first order again. Raises
    PriceChanged, CardDataRefused, GatewayUnknown, PaymentMethodInvalid, the cart's errors
    (CartEmpty, NotSold, InsufficientStock …) and the kernel's about the key.
    Publishes OrderPlaced and what the checkout brings about.
    """
    placing.refuse_unpayable(details)
    time_left = budget if budget is not None else running.request_budget()
    try:
        placed = placing.place(
            lambda: cart.quote_cart(
                cart_id, address=details.shipping_address, shipping_method=details.shipping_method
            ),
            details=details,
            user_id=user_id,
            cart_id=cart_id,
            key=key,
            budget=time_left,
        )
    except IntegrityError:
        first = queries.find_live_order_of(cart_id)
        if first is None:
            raise
        return _standing(OrderId(first))
    return _carry_on(placed, time_left)


@stepwise
def checkout_lines(
    lines: tuple[WantedLine, ...],
    *,
    details: CheckoutDetails,
    user_id: UserId | None = None,
    coupons: tuple[str, ...] = (),
    currency: str = "",
    key: IdempotencyKey | None = None,
    budget: timedelta | None = None,
) -> Checkout:
    """An order of these lines, without a cart. Raises NothingOrdered, else as checkout_cart."""
    if not lines:
        raise NothingOrdered
    placing.refuse_unpayable(details)
    wanted = tuple(QuotableLine(line.variant_id, line.quantity) for line in lines)
    time_left = budget if budget is not None else running.request_budget()
    placed = placing.place(
        lambda: cart.quote_lines(
            wanted,
            currency=currency or settings.DEFAULT_CURRENCY,
            address=details.shipping_address,
            shipping_method=details.shipping_method,
            coupons=coupons,
        ),
        details=details,
        user_id=user_id,
        cart_id=None,
        key=key,
        budget=time_left,
    )
    return _carry_on(placed, time_left)


def _carry_on(placed: placing.Placed, budget: timedelta) -> Checkout:
    if placed.run is not None:
        return _checkout(saga.advance(placed.run))
    if placed.claim is not None and placed.claim.answer is not None:
        return Checkout(get_order(placed.order_id), replayed=True, answer=placed.claim.answer)
    # The first request with this key died before it answered.
    _advance(placed.order_id, budget)
    return replace(_standing(placed.order_id), replayed=True)


def _checkout(run: Run) -> Checkout:
    """What the run came to; read again where a worker may have gone on by now."""
    if not run.written or run.for_worker or run.payment is None:
        return _standing(run.order_id)
    order = queries.to_order(run.order, run.lines, run.changes, (run.payment,))
    return Checkout(order, next_action=run.next_action if order.status is OrderStatus.PENDING else None)


def _standing(order_id: OrderId) -> Checkout:
    order = get_order(order_id)
    waiting = order.status is OrderStatus.PENDING and order.payments
    return Checkout(order, next_action=order.payments[-1].next_action if waiting else None)


@durable
def remember_answer(key: IdempotencyKey, *, answer: Answer) -> None:
    """The first answer to this key is kept for its repetitions."""
    idempotency.remember("order", key, answer)


@stepwise
def advance_order(order_id: OrderId, *, budget: timedelta | None = None) -> Order:
    """The order after its checkout went as far as it could; nothing happens while another is at it.

    Raises OrderNotFound.
    """
    _advance(order_id, budget if budget is not None else _WORKERS_BUDGET)
    return get_order(order_id)


def _advance(order_id: UUID, budget: timedelta) -> bool:
    run = running.take(order_id, budget)
    if run is None:
        return False
    saga.advance(run)
    return True


@stepwise
def resume_orders(*, limit: int = 50) -> int:
    """How many checkouts that nobody worked on were taken up again, those waiting longest first.

    One sweep begins nothing new after a minute: a gateway may be slow for all of them.
    """
    ends_at, resumed = time.monotonic() + _LONGEST_SWEEP_S, 0
    for order_id in queries.due_sagas(limit):
        if time.monotonic() > ends_at:
            break
        resumed += _advance(order_id, _WORKERS_BUDGET)
    return resumed


@stepwise
def retry_order(order_id: OrderId) -> Order:
    """The order after a checkout that stood still was tried again at once.

    Raises OrderNotFound, CheckoutRunning.
    """
    if get_order(order_id).saga is SagaState.NEEDS_OPERATOR:
        run = changing.begin_cancelling(
            order_id, reason="", by=context.current().actor, budget=_WORKERS_BUDGET
        )
        if run is not None:
            saga.advance(run)
    elif not _advance(order_id, _WORKERS_BUDGET):
        raise CheckoutRunning("There is nothing to try again, or it is at work at this moment.")
    return get_order(order_id)


@stepwise
def retry_payment(
    order_id: OrderId,
    *,
    method: PaymentMethod,
    user_id: UserId | None = None,
    key: IdempotencyKey | None = None,
) -> Checkout:
    """The purchase with another payment.

    An order that waits for its payer goes on with it. One that came to nothing is placed anew,
    at the same total or not at all: the answer is another order. Raises OrderNotFound,
    AlreadyPaid, CheckoutRunning, PriceChanged, and as checkout_cart.
    """
    order = get_order(order_id, user_id=user_id)
    payment.refuse_method(method)
    if key is not None and (before := find_checkout(key)) and before.answer is not None:
        return before
    if order.status in (OrderStatus.FAILED, OrderStatus.CANCELLED):
        return _again(order, method, key)
    if order.status is not OrderStatus.PENDING or order.payment_status == "paid":
        raise AlreadyPaid
    if not order.payments or order.payments[-1].status is not PaymentStatus.REQUIRES_ACTION:
        raise CheckoutRunning
    payment.cancel_payment(order_id)
    changing.pay_otherwise(order_id, method, key)
    _advance(order_id, running.request_budget())
    return _standing(order_id)


def _again(order: Order, method: PaymentMethod, key: IdempotencyKey | None) -> Checkout:
    details = placing.details_of(order, method)
    if order.cart_id and cart.get_cart(order.cart_id).status is CartStatus.OPEN:
        return checkout_cart(order.cart_id, details=details, user_id=order.user_id, key=key)
    lines = tuple(WantedLine(line.variant_id, line.quantity) for line in order.lines)
    return checkout_lines(
        lines,
        details=details,
        user_id=order.user_id,
        coupons=order.coupons,
        currency=order.currency,
        key=key,
    )


# --- After the checkout -----------------------------------------------------------------------


@stepwise
def cancel_order(order_id: OrderId, *, reason: str, by: str, user_id: UserId | None = None) -> Order:
    """The order on its way off: stock released or back on the shelves, what was paid refunded.

    Still at its old status, with the saga compensating, where the gateway has not answered yet.
    Cancelling twice cancels once. Raises OrderNotFound, CannotCancel once it is shipped,
    CheckoutRunning, CardDataRefused. Publishes OrderCancelled.
    """
    payment.refuse_card_data((reason,))
    get_order(order_id, user_id=user_id)
    run = changing.begin_cancelling(order_id, reason=reason, by=by, budget=_WORKERS_BUDGET)
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
def refund_order(order_id: OrderId, *, amount: Money | None, reason: str, by: str, key: str) -> Order:
    """The order after `amount`, or all that is left, went back; the same key is the same refund.

    Raises OrderNotFound, RefundTooLarge, IllegalPaymentState when nothing was
    captured, GatewayUnavailable. Publishes OrderRefunded.
    """
    order = get_order(order_id)
    paid = [row for row in order.payments if row.captured]
    if not paid:
        raise IllegalPaymentState("Nothing was captured, so there is nothing to refund.")
    with context.bound(actor=by):
        payment.refund_payment(paid[-1].id, amount=amount, reason=reason, key=key)
    return get_order(order_id)


@durable
def record_refund(
    order_id: OrderId, *, payment_id: PaymentId, refund_id: UUID, refunded_in_all: Money
) -> None:
    """What went back so far stands on the order; once. Publishes OrderRefunded."""
    refunds = payment.get_payment(payment_id).refunds
    reason = next((refund.reason for refund in refunds if refund.id == refund_id), "")
    changing.record_refund(order_id, refunded_in_all, reason=reason)
