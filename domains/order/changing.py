"""What happens to an order after its checkout: moved on by staff, cancelled, refunded, paid otherwise."""

import time
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from domains.kernel import clock, idempotency
from domains.kernel.ids import OrderId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.types import IdempotencyKey
from domains.order import running, summaries
from domains.order.errors import CannotCancel, CheckoutRunning, IllegalTransition, OrderNotFound
from domains.order.events import OrderPaid, OrderRefunded, OrderStatusChanged, RefundNoted
from domains.order.models import LIVE_STATES, Order, Saga, StatusChange
from domains.order.running import Run
from domains.order.statuses import CANCELLABLE, FULFILMENT, STATUS, legal_for_staff
from domains.order.types import OrderStatus, SagaState
from domains.payment import services as payment
from domains.payment.types import PaymentMethod

# While it is not sold, what goes back is of an attempt that the payer replaces.
_BEFORE_THE_SALE = (SagaState.PLACED.value, SagaState.STOCK_RESERVED.value)
_STOPPABLE = (*LIVE_STATES, SagaState.CONFIRMED.value, SagaState.NEEDS_OPERATOR.value)
# A run at work is waited for, rather than refusing at once.
_LONGEST_WAIT_S = 3.0


def locked(order_id: OrderId) -> Order:
    """The row, for this transaction alone. Raises OrderNotFound."""
    row = Order.objects.select_for_update(of=("self",)).select_related("saga").filter(id=order_id).first()
    if row is None:
        raise OrderNotFound
    return row


def move(order_id: OrderId, status: OrderStatus, *, reason: str, by: str) -> None:
    """Take the order to another status by hand. Raises OrderNotFound, IllegalTransition."""
    row = locked(order_id)
    came_from = OrderStatus(row.status)
    legal = legal_for_staff(came_from)
    if status not in legal or row.saga.state != SagaState.CONFIRMED:
        raise IllegalTransition(legal=tuple(sorted(STATUS[came_from])), status=came_from)
    if status is OrderStatus.SHIPPED and row.payment_status == "authorized":
        raise IllegalTransition("Capture the payment first; then ship the order.", legal=legal)
    if status is OrderStatus.REFUNDED and row.payment_status != "refunded":
        raise IllegalTransition("Refund what was paid first; then the order is refunded.", legal=legal)
    _write_status(row, status, reason=reason, by=by)
    summaries.publish(
        OrderStatusChanged(
            order_id=order_id,
            number=row.number,
            email=row.email,
            from_status=came_from,
            to_status=status,
            reason=reason,
        )
    )


def _write_status(row: Order, status: OrderStatus, *, reason: str, by: str) -> None:
    change = StatusChange(
        order=row, from_status=row.status, to_status=status.value, reason=reason[:300], by=by, at=clock.now()
    )
    change.save(force_insert=True)
    row.status, row.updated_at = status.value, clock.now()
    row.fulfilment_status = FULFILMENT.get(status, row.fulfilment_status)
    row.save(update_fields=["status", "fulfilment_status", "updated_at"])


# --- Cancelling ------------------------------------------------------------------------------


def begin_cancelling(order_id: OrderId, *, reason: str, by: str, budget: timedelta) -> Run | None:
    """The run that undoes the order; None when it is off already.

    Raises OrderNotFound, CannotCancel, CheckoutRunning when another run does not end in time.
    """
    deadline = time.monotonic() + _LONGEST_WAIT_S
    while True:
        with transaction.atomic(using=database_of("order"), durable=True):
            row = locked(order_id)
            if row.status in (OrderStatus.CANCELLED, OrderStatus.FAILED):
                return None
            if row.status not in CANCELLABLE:
                raise CannotCancel(status=row.status)
            if _turn_round(row.saga, reason=reason, by=by, budget=budget):
                return Run(row, row.saga, ends_at=clock.now() + budget)
        if time.monotonic() > deadline:
            raise CheckoutRunning
        time.sleep(0.05)


def _turn_round(saga: Saga, *, reason: str, by: str, budget: timedelta) -> bool:
    """Take the lease and go backwards from here; False while another works."""
    if saga.leased_until is not None and saga.leased_until > clock.now():
        return False
    undoing = saga.state in (SagaState.COMPENSATING, SagaState.NEEDS_OPERATOR)
    changes: dict[str, object] = {
        **running.lease_for(budget),
        "state": SagaState.COMPENSATING.value,
        "attempts": 0,
    }
    if not undoing:
        changes |= {
            "reached": saga.state,
            "failure_code": "cancelled",
            "failure_detail": reason[:300] or "Cancelled",
            "cancelled_by": by,
        }
    taken = Saga.objects.filter(
        order_id=saga.order_id, state=saga.state, state__in=_STOPPABLE, lease=saga.lease
    ).update(**changes)
    for name, value in changes.items():
        setattr(saga, name, value)
    return bool(taken)


# --- Money -----------------------------------------------------------------------------------


def record_capture(order_id: OrderId) -> None:
    """What was taken of the money that had been put aside stands on the order; once."""
    row = locked(order_id)
    captured = payment.get_balances((order_id,))[order_id].captured
    if row.payment_status != "authorized" or not captured:
        return
    row.captured, row.payment_status, row.updated_at = captured, "paid", clock.now()
    row.save(update_fields=["captured", "payment_status", "updated_at"])
    summaries.publish(OrderPaid(order_id=order_id, amount=Money(captured, row.currency)))


def record_refund(order_id: OrderId, *, reason: str) -> bool:
    """Whether more went back than stood on the order; it stands there now."""
    row = locked(order_id)
    refunded_in_all = Money(payment.get_balances((order_id,))[order_id].returned, row.currency)
    fresh = refunded_in_all.amount - row.refunded
    if fresh <= 0 or row.saga.state in _BEFORE_THE_SALE:
        return False
    row.refunded = refunded_in_all.amount
    whole = row.refunded >= row.captured
    row.payment_status = "refunded" if whole else "partially_refunded"
    row.updated_at = clock.now()
    row.save(update_fields=["refunded", "payment_status", "updated_at"])
    # A cancellation tells of its refund itself.
    if row.saga.state in (SagaState.COMPENSATING, SagaState.CANCELLED, SagaState.NEEDS_OPERATOR):
        summaries.publish(
            RefundNoted(order_id=order_id, refunded_in_all=refunded_in_all, payment_status=row.payment_status)
        )
        return True
    over = whole and row.status == OrderStatus.RETURNED
    if over:
        _write_status(row, OrderStatus.REFUNDED, reason=reason, by="system")
    summaries.publish(
        OrderRefunded(
            order_id=order_id,
            number=row.number,
            email=row.email,
            amount=Money(fresh, row.currency),
            reason=reason,
            refunded_in_all=refunded_in_all,
            payment_status=row.payment_status,
            order_status=row.status if over else "",
        )
    )
    return True


def pay_otherwise(order_id: UUID, method: PaymentMethod, key: IdempotencyKey | None) -> None:
    """The waiting checkout goes on with another payment. Raises CheckoutRunning when it is at work."""
    with transaction.atomic(using=database_of("order"), durable=True):
        if key is not None and not idempotency.claim("order", key, resource_id=order_id).fresh:
            raise CheckoutRunning
        row = locked(OrderId(order_id))
        if row.saga.state != SagaState.STOCK_RESERVED or row.saga.lease is not None:
            raise CheckoutRunning
        Saga.objects.filter(order_id=order_id).update(
            gateway=method.gateway,
            method_token=method.token,
            payment_attempt=row.saga.payment_attempt + 1,
            next_attempt_at=clock.now(),
        )
