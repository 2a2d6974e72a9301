"""The store's one write: facts at the ends of their streams, and who is to be told of them."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections

from domains.kernel.errors import ConcurrentWrite
from domains.kernel.models import OVER, Publication, PublicationStatus, StoredEvent

# The process that published owns the first attempt for this long.
_FIRST_ATTEMPT = timedelta(seconds=30)

# One trip for all of it: where each stream ends, which handlers lag behind on it, the facts, and
# the publications. What has to wait for an earlier event is due at once, for whoever delivers again.
_APPEND = """
WITH fact AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(streams)s::text[], %(steps)s::int[], %(names)s::text[], %(payloads)s::text[]
    ) AS fact (id, stream, step, name, payload)
), reached AS (
    SELECT stream, max(version) AS version
    FROM kernel_event WHERE stream = ANY(%(streams)s::text[]) GROUP BY stream
), late AS (
    SELECT DISTINCT event.stream, publication.handler
    FROM kernel_event AS event JOIN kernel_publication AS publication ON publication.event_id = event.id
    WHERE event.stream = ANY(%(streams)s::text[]) AND publication.status <> ALL(%(over)s::text[])
), stored AS (
    INSERT INTO kernel_event
        (id, stream, version, name, payload, occurred_at, correlation_id, causation_id, actor)
    SELECT fact.id, fact.stream, coalesce(reached.version, 0) + fact.step, fact.name, fact.payload::jsonb,
           %(at)s, %(correlation_id)s, %(causation_id)s, %(actor)s
    FROM fact LEFT JOIN reached USING (stream)
    RETURNING id, version
), published AS (
    INSERT INTO kernel_publication (event_id, handler, status, attempts, next_attempt_at, last_error)
    SELECT fact.id, listener.handler, %(pending)s, 0,
           CASE WHEN late.handler IS NULL THEN %(first_attempt_until)s ELSE %(at)s END, ''
    FROM unnest(%(told)s::uuid[], %(handlers)s::text[]) WITH ORDINALITY AS listener (id, handler, place)
    JOIN fact USING (id)
    LEFT JOIN late ON late.stream = fact.stream AND late.handler = listener.handler
    ORDER BY listener.place
    RETURNING id, event_id, handler, next_attempt_at
)
SELECT stored.id, stored.version, published.id, published.handler, published.next_attempt_at
FROM stored LEFT JOIN published ON published.event_id = stored.id
ORDER BY published.id
"""


def append(
    facts: Sequence[StoredEvent], listeners: Collection[tuple[UUID, str]], alias: str
) -> list[Publication]:
    """The publications in their order; each fact knows its version afterwards.

    The facts are of one moment and one cause. `listeners` names the fact and the handler. Raises
    ConcurrentWrite when somebody else appended to one of the streams at this moment.
    """
    first, steps = facts[0], Counter[str]()
    for fact in facts:
        steps[fact.stream] += 1
        fact.version = steps[fact.stream]
    values: dict[str, Any] = {
        "ids": [fact.id for fact in facts],
        "streams": [fact.stream for fact in facts],
        "steps": [fact.version for fact in facts],
        "names": [fact.name for fact in facts],
        "payloads": [json.dumps(fact.payload) for fact in facts],
        "told": [fact_id for fact_id, _ in listeners],
        "handlers": [handler for _, handler in listeners],
        "at": first.occurred_at,
        "first_attempt_until": first.occurred_at + _FIRST_ATTEMPT,
        "correlation_id": first.correlation_id,
        "causation_id": first.causation_id,
        "actor": first.actor,
        "over": [str(status) for status in OVER],
        "pending": PublicationStatus.PENDING.value,
    }
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_APPEND, values)
            rows = cursor.fetchall()
    except IntegrityError as clash:
        raise ConcurrentWrite from clash
    known, publications = {fact.id: fact for fact in facts}, []
    for fact_id, version, publication_id, handler, due_at in rows:
        known[fact_id].version = version
        if publication_id is not None:
            publications.append(
                Publication(id=publication_id, event=known[fact_id], handler=handler, next_attempt_at=due_at)
            )
    return publications
