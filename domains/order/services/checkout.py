"""An order placed, and paid for: once, whatever is sent twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from domains.cart import services as cart
from domains.cart.types import CartStatus
from domains.cart.types import WantedLine as QuotableLine
from domains.kernel import idempotency
from domains.kernel.idempotency import Claim
from domains.kernel.ids import CartId, OrderId, UserId
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Answer, IdempotencyKey
from domains.order import changing, placing, queries, running, saga
from domains.order.errors import AlreadyPaid, CheckoutRunning, NothingOrdered
from domains.order.running import Run
from domains.order.services.reading import find_checkout, get_order
from domains.order.services.resuming import advance
from domains.order.types import Checkout, CheckoutDetails, Order, OrderStatus, WantedLine
from domains.payment import services as payment
from domains.payment.types import PaymentMethod, PaymentStatus


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
    advance(placed.order_id, budget)
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
    advance(order_id, running.request_budget())
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


@durable
def claim_request(key: IdempotencyKey, *, resource_id: UUID) -> Claim:
    """What this key stands for: `resource_id`, or what its first request made, with its answer.

    Raises IdempotencyKeyReused, IdempotencyInProgress.
    """
    return idempotency.claim("order", key, resource_id=resource_id)


@stepwise
def remember_answer(key: IdempotencyKey, *, answer: Answer) -> None:
    """The first answer to this key is kept for its repetitions."""
    idempotency.remember("order", key, answer)
