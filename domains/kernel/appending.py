"""The store's one write: facts at the ends of their streams, and who is to be told of them."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connections

from domains.kernel.errors import ConcurrentWrite
from domains.kernel.models import Publication, StoredEvent
from domains.kernel.values import values

# The process that published owns the first attempt for this long.
_FIRST_ATTEMPT = timedelta(seconds=30)

# One trip for all of it: where each stream ends, which handlers lag behind on it, the facts, and
# the publications. What has to wait for an earlier event is due at once, for whoever delivers again.
_APPEND = """
WITH fact (id, stream, step, name, payload) AS ({facts}),
listener (id, handler, place) AS ({listeners}),
reached AS (
    SELECT stream, (
        SELECT max(version) FROM kernel_event WHERE kernel_event.stream = known.stream
    ) AS version
    FROM (SELECT DISTINCT stream FROM fact) AS known
), late AS (
    SELECT DISTINCT reached.stream, publication.handler
    FROM reached
    JOIN kernel_event AS event ON event.stream = reached.stream
    JOIN kernel_publication AS publication ON publication.event_id = event.id
    WHERE publication.status NOT IN ('done', 'dead')
), stored AS (
    INSERT INTO kernel_event
        (id, stream, version, name, payload, occurred_at, correlation_id, causation_id, actor)
    SELECT fact.id, fact.stream, coalesce(reached.version, 0) + fact.step, fact.name, fact.payload,
           %s, %s, %s, %s
    FROM fact JOIN reached USING (stream)
    RETURNING id, version
), published AS (
    INSERT INTO kernel_publication (event_id, handler, status, attempts, next_attempt_at, last_error)
    SELECT fact.id, listener.handler, 'pending', 0, CASE WHEN late.handler IS NULL THEN %s ELSE %s END, ''
    FROM listener JOIN fact USING (id)
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
    told = [(fact_id, handler, place) for place, (fact_id, handler) in enumerate(listeners)]
    fact_values, given = values(
        [(fact.id, fact.stream, fact.version, fact.name, json.dumps(fact.payload)) for fact in facts],
        *("uuid", "text", "int", "text", "jsonb"),
    )
    listener_values, told_values = values(told, "uuid", "text", "int")
    given += [
        *told_values,
        *(first.occurred_at, first.correlation_id, first.causation_id, first.actor),
        *(first.occurred_at + _FIRST_ATTEMPT, first.occurred_at),
    ]
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_APPEND.format(facts=fact_values, listeners=listener_values), given)
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
