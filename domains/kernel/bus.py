"""The event bus: facts are stored with the change they tell of and delivered after its commit.

`publish` writes the event and one publication per subscriber in the caller's transaction.
After commit the handlers run in this process; whatever fails or crashes is delivered again by
`redeliver_due`, with backoff, until it is done or dead. At least once: handlers are idempotent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from domains.kernel import clock, context
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.events import Event, from_payload, to_payload
from domains.kernel.ids import new_id
from domains.kernel.models import Publication, PublicationStatus, StoredEvent
from domains.kernel.router import database_of, every_database
from domains.kernel.transactions import domain_of, is_open

Handler = Callable[[Any], None]
Subscriptions = Iterable[tuple[type[Event], Handler]]

MAX_ATTEMPTS = 8
# The process that published owns the first attempt for this long.
_FIRST_ATTEMPT = timedelta(seconds=30)
_LEASE = timedelta(seconds=120)

log = structlog.get_logger(__name__)
_handlers: dict[str, tuple[str, Handler]] = {}
_subscribers: dict[str, list[str]] = {}


def subscribe(subscriptions: Subscriptions) -> None:
    """Register a domain's SUBSCRIPTIONS; registering twice changes nothing."""
    for kind, handler in subscriptions:
        name = f"{domain_of(handler.__module__)}.{handler.__name__}"
        _handlers[f"{kind.name}>{name}"] = (name, handler)
        names = _subscribers.setdefault(kind.name, [])
        if name not in names:
            names.append(name)


def subscriptions() -> dict[str, tuple[str, ...]]:
    """Which handlers listen to which event."""
    return {event: tuple(names) for event, names in _subscribers.items()}


def publish(*events: Event) -> None:
    """Store the events in this order, and one publication per subscriber; deliver after commit.

    Several of one domain at once cost as much as one. Raises RuntimeError outside a transaction
    of the events' domain, ConcurrentWrite when somebody else appended to the same stream first:
    the transaction is then lost.
    """
    alias = database_of(domain_of(type(events[0]).__module__))
    if not is_open(alias):
        raise RuntimeError(f"{events[0].name} must be published in the transaction that makes it true")
    stored = _append(events, alias)
    publications = Publication.objects.using(alias).bulk_create(
        Publication(event=row, handler=name, next_attempt_at=row.occurred_at + _FIRST_ATTEMPT)
        for row in stored
        for name in _subscribers.get(row.name, ())
    )
    if publications:
        facts = {row.id: event for row, event in zip(stored, events, strict=True)}
        transaction.on_commit(lambda: _deliver_first(facts, publications, alias), using=alias, robust=True)


def _append(events: Sequence[Event], alias: str) -> list[StoredEvent]:
    present, rows = context.current(), StoredEvent.objects.using(alias)
    reached = dict(
        rows.filter(stream__in={event.stream for event in events})
        .values_list("stream")
        .annotate(version=Max("version"))
    )
    stored = []
    for event in events:
        reached[event.stream] = reached.get(event.stream, 0) + 1
        stored.append(
            StoredEvent(
                id=new_id(),
                stream=event.stream,
                version=reached[event.stream],
                name=event.name,
                payload=to_payload(event),
                occurred_at=clock.now(),
                correlation_id=present.correlation_id,
                causation_id=present.causation_id,
                actor=present.actor,
            )
        )
    try:
        return rows.bulk_create(stored)
    except IntegrityError as clash:
        raise ConcurrentWrite from clash


def _deliver_first(facts: Mapping[UUID, Event], publications: list[Publication], alias: str) -> None:
    done = [row.pk for row in publications if _handle(facts[row.event_id], row.event, row, alias)]
    Publication.objects.using(alias).filter(pk__in=done).update(
        status=PublicationStatus.DONE, attempts=F("attempts") + 1
    )


def _handle(event: Event, stored: StoredEvent, publication: Publication, alias: str) -> bool:
    """Run one handler; True when it is done, else the failure is on the row."""
    _, handler = _handlers[f"{stored.name}>{publication.handler}"]
    with context.bound(correlation_id=stored.correlation_id, causation_id=str(stored.id), actor=stored.actor):
        try:
            handler(event)
        except Exception as failure:
            log.exception("event handler failed", handler=publication.handler, event_name=stored.name)
            _fail(publication, failure, alias)
            return False
    return True


def _fail(publication: Publication, failure: Exception, alias: str) -> None:
    attempts = publication.attempts + 1
    dead = attempts >= MAX_ATTEMPTS
    Publication.objects.using(alias).filter(pk=publication.pk).update(
        status=PublicationStatus.DEAD if dead else PublicationStatus.FAILED,
        attempts=attempts,
        next_attempt_at=clock.now() + timedelta(seconds=min(2**attempts, 600)),
        last_error=f"{type(failure).__name__}: {failure}"[:2000],
    )


def redeliver_due(*, limit: int = 200) -> int:
    """Deliver what no process finished: how many publications were done."""
    return sum(_redeliver_in(alias, limit) for alias in every_database())


def _redeliver_in(alias: str, limit: int) -> int:
    done = 0
    for publication in _claim_due(alias, limit):
        stored = publication.event
        if f"{stored.name}>{publication.handler}" not in _handlers:
            _fail(publication, LookupError(f"nobody is called {publication.handler}"), alias)
            continue
        if _handle(from_payload(stored.name, stored.payload), stored, publication, alias):
            done += (
                Publication.objects.using(alias)
                .filter(pk=publication.pk)
                .update(status=PublicationStatus.DONE, attempts=F("attempts") + 1)
            )
    return done


def _claim_due(alias: str, limit: int) -> list[Publication]:
    """Lease what is due, so that no two processes deliver the same publication at once."""
    with transaction.atomic(using=alias):
        due = list(
            Publication.objects.using(alias)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .exclude(status__in=[PublicationStatus.DONE, PublicationStatus.DEAD])
            .filter(next_attempt_at__lte=clock.now())
            .order_by("event__occurred_at", "event__version")[:limit]
        )
        Publication.objects.using(alias).filter(pk__in=[row.pk for row in due]).update(
            status=PublicationStatus.PROCESSING, next_attempt_at=clock.now() + _LEASE
        )
    return due
