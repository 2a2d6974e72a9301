"""Idempotency keys, claimed in the same transaction as the effect that they stand for."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connections
from django.db.models import Q

from domains.kernel import clock
from domains.kernel.errors import IdempotencyInProgress, IdempotencyKeyReused
from domains.kernel.inserting import insert_once
from domains.kernel.models import IdempotencyRecord
from domains.kernel.router import database_of
from domains.kernel.types import Answer, IdempotencyKey

# How long the first request may work before a repetition may take over: longer than the lease of a
# checkout that a request began. Should both work after all, what the key stands for is still one.
_PATIENCE = timedelta(seconds=15)
_ANSWERED = """
UPDATE kernel_idempotency_key SET status = %s, body = %s, updated_at = %s
WHERE scope = %s AND key = %s AND status IS NULL
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """`resource_id` is what the key stands for; `fresh` says that this request is the first."""

    resource_id: UUID
    fresh: bool
    answer: Answer | None = None


def claim(domain: str, key: IdempotencyKey, *, resource_id: UUID) -> Claim:
    """Claim the key for `resource_id`, or find what the first request made with it.

    Call inside the transaction that makes the resource: a concurrent request waits on the
    unique index until that transaction ends. Raises IdempotencyKeyReused for another body,
    IdempotencyInProgress while the first request still works.
    """
    alias = database_of(domain)
    record = IdempotencyRecord(
        scope=key.scope,
        key=key.key,
        fingerprint=key.fingerprint,
        resource_id=resource_id,
        working_until=clock.now() + _PATIENCE,
    )
    if insert_once(record, alias=alias):
        return Claim(resource_id, fresh=True)
    records = IdempotencyRecord.objects.using(alias)
    found = records.get(scope=key.scope, key=key.key)
    if found.fingerprint != key.fingerprint:
        raise IdempotencyKeyReused
    if found.status is not None:
        return Claim(found.resource_id, fresh=False, answer=Answer(found.status, found.body))
    # The first request died before it answered: exactly one repetition takes over.
    taken = records.filter(Q(id=found.id), working_until__lt=clock.now()).update(
        working_until=clock.now() + _PATIENCE
    )
    if not taken:
        raise IdempotencyInProgress
    return Claim(found.resource_id, fresh=False)


def find(domain: str, key: IdempotencyKey) -> Claim | None:
    """What an earlier request made with this key, without claiming it; None when there was none.

    Raises IdempotencyKeyReused for another body.
    """
    found = IdempotencyRecord.objects.using(database_of(domain)).filter(scope=key.scope, key=key.key).first()
    if found is None:
        return None
    if found.fingerprint != key.fingerprint:
        raise IdempotencyKeyReused
    answer = Answer(found.status, found.body) if found.status is not None else None
    return Claim(found.resource_id, fresh=False, answer=answer)


def remember(domain: str, key: IdempotencyKey, answer: Answer) -> None:
    """Keep what the request was answered, for its repetitions. The first answer stays."""
    with connections[database_of(domain)].cursor() as cursor:
        cursor.execute(_ANSWERED, [answer.status, answer.body, clock.now(), key.scope, key.key])
