"""The event bus: facts are stored with the change they tell of and delivered after its commit.

`publish` writes the event and one publication per subscriber in the caller's transaction.
After commit the handlers run in this process, those that can wait once the request is answered;
whatever fails or crashes is delivered again until it is done or dead. At least once: handlers are
idempotent. One handler is given the events of one stream in their order.
"""

from django.db import transaction

from domains.kernel import appending, clock, context, delivering
from domains.kernel.delivering import putting_off, ticking_off_at_once
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.events import Event, to_payload
from domains.kernel.ids import new_id
from domains.kernel.models import StoredEvent
from domains.kernel.router import database_of
from domains.kernel.subscriptions import (
    Subscriptions,
    after_the_answer,
    subscribe,
    subscribers_of,
    subscriptions,
)
from domains.kernel.transactions import domain_of, is_open

__all__ = [
    "Subscriptions",
    "after_the_answer",
    "publish",
    "putting_off",
    "subscribe",
    "subscriptions",
    "ticking_off_at_once",
]


def publish(*events: Event, expected_version: int | None = None) -> None:
    """Store the events in this order, and one publication per subscriber; deliver after commit.

    Several of one domain at once cost as much as one. `expected_version` is where the caller
    saw the first event's stream. Raises RuntimeError outside a transaction of the events'
    domain, ConcurrentWrite when somebody else appended to the same stream first: the
    transaction is then lost.
    """
    alias = database_of(domain_of(type(events[0]).__module__))
    if not is_open(alias):
        raise RuntimeError(f"{events[0].name} must be published in the transaction that makes it true")
    present, at = context.current(), clock.now()
    rows = [
        StoredEvent(
            id=new_id(),
            stream=event.stream,
            name=event.name,
            payload=to_payload(event),
            occurred_at=at,
            correlation_id=present.correlation_id,
            causation_id=present.causation_id,
            actor=present.actor,
        )
        for event in events
    ]
    listeners = [(row.id, handler) for row in rows for handler in subscribers_of(row.name)]
    publications = appending.append(rows, listeners, alias)
    if expected_version is not None and rows[0].version - 1 != expected_version:
        raise ConcurrentWrite
    if publications:
        facts = {row.id: event for row, event in zip(rows, events, strict=True)}
        transaction.on_commit(
            lambda: delivering.deliver_first(facts, publications, alias), using=alias, robust=True
        )
