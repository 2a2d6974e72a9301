"""A request that is sent again is answered as it was."""

from uuid import UUID

from domains.kernel import idempotency
from domains.kernel.idempotency import Claim
from domains.kernel.transactions import durable
from domains.kernel.types import Answer, IdempotencyKey


@durable
def claim_request(key: IdempotencyKey, *, resource_id: UUID) -> Claim:
    """What this key stands for: `resource_id`, or what its first request made, with its answer.

    Raises IdempotencyKeyReused, IdempotencyInProgress.
    """
    return idempotency.claim("payment", key, resource_id=resource_id)


@durable
def remember_answer(key: IdempotencyKey, *, answer: Answer) -> None:
    """The first answer to this key is kept for its repetitions."""
    idempotency.remember("payment", key, answer)
