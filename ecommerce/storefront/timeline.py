"""What happened to an order, as its shopper reads it: from the events that the order is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domains.kernel.ids import OrderId
from domains.kernel.money import Money
from domains.kernel.types import RecordedEvent
from domains.order import services as orders


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: what, when, and what there is to add."""

    words: str
    at: datetime
    more: str = ""


def timeline(order_id: OrderId) -> tuple[Moment, ...]:
    """The newest moment first; what is the shop's own business is left out."""
    return tuple(_moments(orders.list_order_events(order_id)))[::-1]


def _moments(events: tuple[RecordedEvent, ...]) -> Iterator[Moment]:
    for event in events:
        if told := _WORDS.get(event.name):
            words, more = told(event.payload)
            yield Moment(words, event.occurred_at, more)


def _money(amount: Any) -> str:
    return Money.of(amount["amount"], amount["currency"]).formatted()


def _pieces(lines: Any) -> str:
    count = sum(line["quantity"] for line in lines)
    return "1 piece" if count == 1 else f"{count} pieces"


_Told = Callable[[Mapping[str, Any]], tuple[str, str]]
_WORDS: Mapping[str, _Told] = {
    "order.placed.v1": lambda said: ("Placed", ""),
    "order.rejected.v1": lambda said: ("Sold out", "Somebody was faster. Nothing was charged."),
    "order.payment_authorized.v1": lambda said: (
        "Payment authorized",
        f"{_money(said['amount'])} are put aside, and taken before your order leaves us.",
    ),
    "order.paid.v1": lambda said: ("Paid", _money(said["amount"])),
    "order.confirmed.v1": lambda said: ("Confirmed", ""),
    "order.cancelled.v1": lambda said: ("Cancelled", said["reason"]),
    "order.reduced.v1": lambda said: (
        "Part called off",
        f"{_pieces(said['lines'])}: {_money(said['amount'])} of goods",
    ),
    "order.refund_noted.v1": lambda said: ("Money returned", f"{_money(said['refunded_in_all'])} in all"),
    "order.refunded.v1": lambda said: ("Money returned", _money(said["amount"])),
    "order.status_changed.v1": lambda said: (said["to_status"].replace("_", " ").capitalize(), ""),
}
