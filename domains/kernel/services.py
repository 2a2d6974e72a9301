"""The outbox as operators see it: read a stream, deliver again, replay what died."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from domains.kernel import clock, delivering, invariants
from domains.kernel.auditing import audit
from domains.kernel.models import IdempotencyRecord, Publication, PublicationStatus, StoredEvent
from domains.kernel.router import database_of, every_database
from domains.kernel.types import RecordedEvent, Violation

__all__ = [
    "MOST_DELIVERIES",
    "count_publications",
    "find_violations",
    "free_idempotency_key",
    "list_events",
    "list_events_of_streams",
    "redeliver_events",
    "replay_dead_publications",
    "replay_publication",
]

MOST_DELIVERIES = delivering.MAX_ATTEMPTS


def list_events(stream: str, *, domain: str) -> tuple[RecordedEvent, ...]:
    """Every event of the stream, oldest first; empty when nothing happened."""
    return list_events_of_streams((stream,), domain=domain)


def list_events_of_streams(streams: Collection[str], *, domain: str) -> tuple[RecordedEvent, ...]:
    """Every event of these streams, stream by stream, each oldest first."""
    rows = StoredEvent.objects.using(database_of(domain)).filter(stream__in=streams)
    return tuple(
        RecordedEvent(
            id=row.id,
            stream=row.stream,
            version=row.version,
            name=row.name,
            payload=row.payload,
            occurred_at=row.occurred_at,
            correlation_id=row.correlation_id,
            causation_id=row.causation_id,
            actor=row.actor,
        )
        for row in rows.order_by("stream", "version")
    )


def count_publications() -> Mapping[str, int]:
    """How many publications are not done, by status, over every database."""
    open_ones = ("pending", "processing", "failed", "dead")
    counts = dict.fromkeys(open_ones, 0)
    for alias in every_database():
        rows = Publication.objects.using(alias).filter(status__in=open_ones)
        for status, count in rows.values_list("status").annotate(count=Count("id")):
            counts[status] += count
    return counts


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of events and keys, in every database: of those named, or of all."""
    return tuple(
        violation
        for alias in every_database()
        for violation in audit(alias, invariants.rules(), only=only, limit=limit)
    )


def redeliver_events() -> int:
    """Deliver what is due again: how many publications were done."""
    return delivering.redeliver_due()


def replay_publication(publication_id: int, *, domain: str) -> None:
    """Make one failed or dead publication due now, with all its attempts before it."""
    rows = Publication.objects.using(database_of(domain)).filter(pk=publication_id)
    _make_due(rows.exclude(status=PublicationStatus.DONE))


def replay_dead_publications() -> int:
    """Make every dead publication due now, with all its attempts before it: how many there were."""
    made = 0
    for alias in every_database():
        made += _make_due(Publication.objects.using(alias).filter(status=PublicationStatus.DEAD))
    return made


def _make_due(rows: "QuerySet[Publication]") -> int:
    return rows.update(status=PublicationStatus.PENDING, attempts=0, next_attempt_at=clock.now())


def free_idempotency_key(record_id: UUID) -> bool:
    """Let the next repetition of a request that died take over at once: whether it was unanswered."""
    return any(
        IdempotencyRecord.objects.using(alias)
        .filter(id=record_id, status__isnull=True)
        .update(working_until=clock.now())
        for alias in every_database()
    )
