"""The event bus: facts are stored with the change they tell of and delivered after its commit.

`publish` writes the event and one publication per subscriber in the caller's transaction.
After commit the handlers run in this process; whatever fails or crashes is delivered again
until it is done or dead. At least once: handlers are idempotent. One handler is given the
events of one stream in their order.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from domains.kernel import clock, context, delivering
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.events import Event, to_payload
from domains.kernel.ids import new_id
from domains.kernel.models import OVER, Publication, StoredEvent
from domains.kernel.router import database_of
from domains.kernel.subscriptions import Subscriptions, subscribe, subscribers_of, subscriptions
from domains.kernel.transactions import domain_of, is_open

__all__ = ["Subscriptions", "publish", "subscribe", "subscriptions"]

# The process that published owns the first attempt for this long.
_FIRST_ATTEMPT = timedelta(seconds=30)
# Streams with the version that they reached and the handlers that lag behind it.
_Reached = dict[str, tuple[int, set[str]]]


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
    reached = _reached({event.stream for event in events}, alias)
    if expected_version is not None and reached.get(events[0].stream, (0,))[0] != expected_version:
        raise ConcurrentWrite
    late = {(stream, handler) for stream, (_, handlers) in reached.items() for handler in handlers}
    stored = _append(events, reached, alias)
    publications = Publication.objects.using(alias).bulk_create(
        Publication(
            event=row,
            handler=name,
            next_attempt_at=row.occurred_at
            + (timedelta(0) if (row.stream, name) in late else _FIRST_ATTEMPT),
        )
        for row in stored
        for name in subscribers_of(row.name)
    )
    if publications:
        facts = {row.id: event for row, event in zip(stored, events, strict=True)}
        transaction.on_commit(
            lambda: delivering.deliver_first(facts, publications, late, alias), using=alias, robust=True
        )


def _reached(streams: set[str], alias: str) -> _Reached:
    """How far each stream is, and which handlers have not got there yet."""
    rows = (
        StoredEvent.objects.using(alias)
        .filter(stream__in=streams)
        .values_list("stream")
        .annotate(
            version=Max("version"),
            late=ArrayAgg(
                "publications__handler",
                filter=Q(publications__isnull=False) & ~Q(publications__status__in=OVER),
                default=[],
            ),
        )
    )
    return {stream: (version, set(late)) for stream, version, late in rows}


def _append(events: Sequence[Event], reached: _Reached, alias: str) -> list[StoredEvent]:
    present = context.current()
    versions = {stream: version for stream, (version, _) in reached.items()}
    stored: list[StoredEvent] = []
    for event in events:
        versions[event.stream] = versions.get(event.stream, 0) + 1
        stored.append(
            StoredEvent(
                id=new_id(),
                stream=event.stream,
                version=versions[event.stream],
                name=event.name,
                payload=to_payload(event),
                occurred_at=clock.now(),
                correlation_id=present.correlation_id,
                causation_id=present.causation_id,
                actor=present.actor,
            )
        )
    try:
        return StoredEvent.objects.using(alias).bulk_create(stored)
    except IntegrityError as clash:
        raise ConcurrentWrite from clash
