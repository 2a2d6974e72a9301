"""What becomes true of the order when its checkout arrives in a state."""

from collections.abc import Callable, Mapping

from domains.kernel.ids import UserId, VariantId
from domains.kernel.money import total
from domains.order.events import (
    OrderAuthorized,
    OrderCancelled,
    OrderConfirmed,
    OrderPaid,
    OrderRejected,
    OrderStockReserved,
)
from domains.order.models import Order
from domains.order.running import Run
from domains.order.types import OrderStatus, SagaState, WantedLine
from domains.payment import services as payment
from domains.payment.types import PaymentStatus


def _hold(run: Run) -> None:
    run.events.append(OrderStockReserved(order_id=run.order_id))


def _mark_paid(run: Run) -> None:
    order, paid = run.order, run.payment
    run.order_changed = True
    if paid is not None and paid.status is PaymentStatus.AUTHORIZED:
        order.payment_status = "authorized"
        run.events.append(OrderAuthorized(order_id=run.order_id, amount=order.money))
    else:
        order.payment_status, order.captured = "paid", order.total
        run.events.append(OrderPaid(order_id=run.order_id, amount=order.money))


def _confirm(run: Run) -> None:
    order = run.order
    run.change_status(OrderStatus.CONFIRMED, reason="Paid and in stock")
    run.events.append(
        OrderConfirmed(
            order_id=run.order_id,
            number=order.number,
            user_id=_owner(order),
            email=order.email,
            total=order.money,
            lines=tuple(WantedLine(VariantId(line.variant_id), line.quantity) for line in run.lines),
        )
    )


def _reject(run: Run) -> None:
    order, saga = run.order, run.saga
    order.payment_status = "none"
    run.change_status(OrderStatus.FAILED, reason=saga.failure_detail)
    short = [str(line["variant_id"]) for line in saga.failure_facts.get("lines", ())]
    run.events.append(
        OrderRejected(
            order_id=run.order_id,
            number=order.number,
            email=order.email,
            variant_ids=tuple(
                VariantId(line.variant_id) for line in run.lines if str(line.variant_id) in short
            ),
        )
    )


def _cancel(run: Run) -> None:
    order, saga = run.order, run.saga
    payments = payment.list_payments((run.order_id,))[run.order_id]
    refunded = total((row.refunded for row in payments), order.currency)
    order.payment_status = "refunded" if refunded else str(payments[-1].status) if payments else "none"
    run.change_status(OrderStatus.CANCELLED, reason=saga.failure_detail, by=saga.cancelled_by)
    run.events.append(
        OrderCancelled(
            order_id=run.order_id,
            number=order.number,
            user_id=_owner(order),
            email=order.email,
            reason=saga.failure_detail,
            refunded=refunded,
            payment_status=order.payment_status,
        )
    )


def _owner(order: Order) -> UserId | None:
    return UserId(order.user_id) if order.user_id else None


ARRIVALS: Mapping[SagaState, Callable[[Run], None]] = {
    SagaState.STOCK_RESERVED: _hold,
    SagaState.PAID: _mark_paid,
    SagaState.CONFIRMED: _confirm,
    SagaState.REJECTED: _reject,
    SagaState.CANCELLED: _cancel,
}
