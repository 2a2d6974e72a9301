"""The order as a row of a list: a fold of its events, written with them.

`apply` is the whole projection. A live event names what it changes in full, so the row follows
by one statement in the transaction that stores the event, and a list never lags behind an order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domains.kernel import bus, clock
from domains.kernel.events import Event, from_payload
from domains.kernel.money import Money
from domains.kernel.types import RecordedEvent
from domains.order.events import (
    OrderAuthorized,
    OrderCancelled,
    OrderConfirmed,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderRejected,
    OrderStatusChanged,
    RefundNoted,
)
from domains.order.models import Summary
from domains.order.statuses import FULFILMENT
from domains.order.types import OrderStatus, OrderSummary

_Changes = dict[str, Any]


def publish(*events: Event) -> None:
    """Store events of an order that was placed before and bring its row of the list up to them.

    In the caller's transaction. Raises as `bus.publish`.
    """
    bus.publish(*events)
    if changes := changes_by(events):
        order_id = getattr(events[0], events[0].stream_field)
        Summary.objects.filter(id=order_id).update(**changes)


def changes_by(events: Iterable[Event]) -> _Changes:
    """What these events change of the order's row: its columns with what they say then."""
    changes: _Changes = {}
    for event in events:
        changes |= _changes_by(event)
    return _columns(changes)


def opened(event: OrderPlaced) -> Summary:
    """The row that an order's list begins with, to be written together with the order."""
    return to_row(_beginning(event, clock.now()))


# --- The fold -------------------------------------------------------------------------------


def fold(events: Iterable[RecordedEvent]) -> OrderSummary | None:
    """The row that these events of one order make; None when the order was never placed."""
    summary = None
    for recorded in events:
        event = from_payload(recorded.name, recorded.payload)
        if isinstance(event, OrderPlaced):
            summary = _beginning(event, recorded.occurred_at)
        elif summary is not None:
            summary = apply(summary, event)
    return summary


def apply(summary: OrderSummary, event: Event) -> OrderSummary:
    """The row after the event."""
    return replace(summary, **_changes_by(_completed(summary, event)))


def _beginning(event: OrderPlaced, stored_at: datetime) -> OrderSummary:
    return OrderSummary(
        id=event.order_id,
        number=event.number,
        user_id=event.user_id,
        email=event.email,
        status=OrderStatus.PENDING,
        payment_status="pending",
        fulfilment_status="unfulfilled",
        total=event.total,
        refunded=Money.zero(event.total.currency),
        item_count=sum(line.quantity for line in event.lines),
        created_at=event.placed_at or stored_at,
    )


def _changes_by(event: Event) -> _Changes:
    change = _CHANGES.get(type(event))
    return change(event) if change else {}


def _refunded(event: OrderRefunded) -> _Changes:
    status = {"status": OrderStatus(event.order_status)} if event.order_status else {}
    return {"refunded": event.refunded_in_all, "payment_status": event.payment_status, **status}


def _moved(event: OrderStatusChanged) -> _Changes:
    status = OrderStatus(event.to_status)
    fulfilment = {"fulfilment_status": FULFILMENT[status]} if status in FULFILMENT else {}
    return {"status": status, **fulfilment}


# What each event changes; the others are no news to a list.
_CHANGES: Mapping[type[Event], Callable[[Any], _Changes]] = {
    OrderAuthorized: lambda event: {"payment_status": "authorized"},
    OrderPaid: lambda event: {"payment_status": "paid"},
    OrderConfirmed: lambda event: {"status": OrderStatus.CONFIRMED},
    OrderRejected: lambda event: {"status": OrderStatus.FAILED, "payment_status": "none"},
    OrderCancelled: lambda event: {
        "status": OrderStatus.CANCELLED,
        "payment_status": event.payment_status,
        "refunded": event.refunded,
    },
    RefundNoted: lambda event: {
        "refunded": event.refunded_in_all,
        "payment_status": event.payment_status,
    },
    OrderRefunded: _refunded,
    OrderStatusChanged: _moved,
}


def _completed(before: OrderSummary, event: Event) -> Event:
    """The event with what it did not say yet when it was stored long ago."""
    if isinstance(event, OrderCancelled) and not event.payment_status:
        return replace(event, payment_status="refunded" if event.refunded else "none")
    if isinstance(event, OrderRefunded) and event.refunded_in_all is None:
        in_all = before.refunded + event.amount
        whole = in_all >= before.total
        over = whole and before.status is OrderStatus.RETURNED
        return replace(
            event,
            refunded_in_all=in_all,
            payment_status="refunded" if whole else "partially_refunded",
            order_status=OrderStatus.REFUNDED.value if over else "",
        )
    return event


# --- The row --------------------------------------------------------------------------------


def to_row(summary: OrderSummary) -> Summary:
    """The value as a row to be written."""
    fields = {name: getattr(summary, name) for name in OrderSummary.__slots__}
    return Summary(**_columns(fields), currency=summary.total.currency)


def _columns(fields: Mapping[str, Any]) -> _Changes:
    """Money as its amount, a status as its word: a row keeps one currency for both of its amounts."""
    return {
        name: value.amount if isinstance(value, Money) else str(value) if name == "status" else value
        for name, value in fields.items()
    }
