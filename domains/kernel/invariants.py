"""What is always true of events, deliveries and idempotency keys, in every database."""

from datetime import timedelta

from domains.kernel import clock
from domains.kernel.auditing import Rule, guard, no_secrets
from domains.kernel.subscriptions import subscriptions

# Longer than the pauses between the first tries, so that what is being tried again is no alarm.
_LATE = timedelta(minutes=15)


def rules() -> tuple[Rule, ...]:
    """The rules as of now."""
    listening = [(event, name) for event, names in subscriptions().items() for name in names]
    events, handlers = [event for event, _ in listening], [name for _, name in listening]
    return (
        Rule("I11", _NEVER_HANDED_OVER, (events, handlers)),
        Rule("I11", _NOT_DELIVERED, (clock.now() - _LATE,)),
        guard("I12", "kernel_publication_event_handler", "kernel_effect_pkey"),
        Rule("I13", _GAPS),
        guard("I13", "kernel_event_stream_version"),
        guard("I15", "kernel_idempotency_scope_key"),
        no_secrets("kernel_event", "id", "payload", "actor"),
        no_secrets("kernel_idempotency_key", "id", "body", "key"),
        no_secrets("kernel_publication", "id", "last_error"),
    )


# A handler that is new was not there for older events: it is asked from its first one on.
_NEVER_HANDED_OVER = """
SELECT event.id, format('%%s was never handed to %%s', event.name, listening.handler)
FROM unnest(%s::text[], %s::text[]) AS listening(name, handler)
JOIN kernel_event AS event ON event.name = listening.name
WHERE event.occurred_at > (
    SELECT min(first.occurred_at) FROM kernel_event AS first
    JOIN kernel_publication AS handed ON handed.event_id = first.id
    WHERE first.name = listening.name AND handed.handler = listening.handler
) AND NOT EXISTS (
    SELECT FROM kernel_publication AS handed
    WHERE handed.event_id = event.id AND handed.handler = listening.handler
)
"""

_NOT_DELIVERED = """
SELECT event.id,
       format('%%s is %%s for %%s: %%s', event.name, handed.status, handed.handler, handed.last_error)
FROM kernel_publication AS handed JOIN kernel_event AS event ON event.id = handed.event_id
WHERE handed.status = 'dead' OR (handed.status <> 'done' AND event.occurred_at < %s)
"""

_GAPS = """
SELECT stream, format('%s events, versions %s to %s', count(*), min(version), max(version))
FROM kernel_event GROUP BY stream HAVING min(version) <> 1 OR max(version) <> count(*)
"""
