"""What happened to an order as one list in words, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domains.kernel.types import RecordedEvent
from domains.order.types import Order
from domains.user import services as user

_WORDS = {
    "order.placed.v1": "Order placed",
    "order.checkout_paused.v1": "Checkout went on in the background",
    "order.stock_reserved.v1": "Goods held",
    "order.rejected.v1": "Not enough in stock",
    "order.payment_authorized.v1": "Payment authorized",
    "order.paid.v1": "Paid",
    "order.confirmed.v1": "Confirmed",
    "order.cancelled.v1": "Cancelled",
    "order.reduced.v1": "Part called off",
    "order.refunded.v1": "Money returned",
    "order.refund_noted.v1": "Money returned",
}
# Events that say no more than the step of the history with the same status, which has the reason too.
_ALSO_A_STATUS = {"order.confirmed.v1": "confirmed", "order.cancelled.v1": "cancelled"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: when, what, why and who; `event` is the name it is stored under."""

    at: datetime
    words: str
    reason: str
    by: str
    event: str


def in_words(value: str) -> str:
    """A state for people: "return_requested" is "Return requested"."""
    return value.replace("_", " ").capitalize()


def timeline(order: Order, events: Collection[RecordedEvent]) -> list[Moment]:
    """Events and changes of status together, newest first."""
    actors = {*(event.actor for event in events), *(change.by for change in order.history)}
    names = user.get_actor_names(actors)
    stored_as = {status: event for event, status in _ALSO_A_STATUS.items()}
    reached = {change.to_status for change in order.history}
    moments = [
        Moment(
            event.occurred_at,
            _WORDS.get(event.name, event.name),
            str(event.payload.get("reason", "")),
            names[event.actor],
            event.name,
        )
        for event in events
        if not _is_told(event, reached)
    ]
    moments += [
        Moment(
            change.at,
            in_words(change.to_status),
            change.reason,
            names[change.by],
            stored_as.get(change.to_status, "order.status_changed.v1"),
        )
        for change in order.history
    ]
    return sorted(moments, key=lambda moment: moment.at)[::-1]


def _is_told(event: RecordedEvent, reached: Collection[str]) -> bool:
    status = _ALSO_A_STATUS.get(event.name) or event.payload.get("to_status")
    return status in reached
