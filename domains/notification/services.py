"""What others may ask of messages."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import F

from domains.kernel import clock, context
from domains.kernel.auditing import audit
from domains.kernel.ids import new_id
from domains.kernel.inserting import insert_once
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page
from domains.kernel.router import database_of
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Violation
from domains.notification import choices, delivery, invariants, models, queries
from domains.notification.errors import MessageNotFound
from domains.notification.types import Message, MessageKind, MessageStatus, Preference

__all__ = [
    "find_violations",
    "list_messages",
    "list_preferences",
    "queue_message",
    "resend_message",
    "send_due_messages",
    "send_message",
    "set_preference",
    "set_preferences",
]

# The task that is enqueued with the message has this long before the sweeper takes over.
_HEAD_START = timedelta(seconds=20)


def list_messages(
    user_id: UUID, *, cursor: str | None = None, page_size: int = DEFAULT_PAGE_SIZE
) -> Page[Message]:
    """The person's messages, newest first. Raises InvalidCursor."""
    return queries.list_messages(user_id, cursor=cursor, page_size=page_size)


def list_preferences(user_id: UUID) -> tuple[Preference, ...]:
    """Every kind of message on every channel, and whether the person gets it."""
    return queries.list_preferences(user_id)


@durable
def set_preference(user_id: UUID, *, kind: str, channel: str, enabled: bool) -> Preference:
    """What the person chose from now on.

    Raises PreferenceUnknown, and PreferenceRequired for what cannot be switched off.
    """
    return choices.choose(user_id, Preference(kind, channel, enabled))


@durable
def set_preferences(user_id: UUID, *, preferences: tuple[Preference, ...]) -> None:
    """Several choices at once, or none of them where one is refused.

    Raises PreferenceUnknown, PreferenceRequired.
    """
    for preference in preferences:
        choices.choose(user_id, preference)


@stepwise
def queue_message(
    event_id: UUID,
    *,
    kind: MessageKind,
    recipient: str,
    about: UUID,
    user_id: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> UUID:
    """The id of the one message of this kind about the event, which waits to be sent.

    `about` is the order, the account or the request; `facts` hold no code, token or password.
    """
    row = models.Message(
        id=new_id(),
        event_id=event_id,
        kind=kind.value,
        correlation_id=context.current().correlation_id,
        recipient=recipient,
        user_id=user_id,
        about=about,
        facts=dict(facts or {}),
        due_at=clock.now() + _HEAD_START,
    )
    if insert_once(row, alias=database_of("notification")):
        return row.id
    return models.Message.objects.values_list("id", flat=True).get(event_id=event_id, kind=kind.value)


@stepwise
def send_message(message_id: UUID) -> bool:
    """Whether this call sent the message: not when it was sent, is being sent, or failed.

    A failure is kept on the message, which is then tried again with growing pauses.
    """
    return delivery.deliver(message_id)


@stepwise
def send_due_messages(*, limit: int = 100) -> int:
    """Send what waits and nobody has sent: how many were sent."""
    due = models.Message.objects.filter(status=MessageStatus.QUEUED, due_at__lte=clock.now())
    ids = list(due.order_by("due_at").values_list("id", flat=True)[:limit])
    return sum(delivery.deliver(message_id) for message_id in ids)


@durable
def resend_message(message_id: UUID) -> None:
    """Queue the message again, as a mail of its own; the sweeper sends it within half a minute.

    Raises MessageNotFound.
    """
    changed = models.Message.objects.filter(pk=message_id).update(
        status=MessageStatus.QUEUED,
        attempts=0,
        resends=F("resends") + 1,
        due_at=clock.now(),
        leased_until=None,
        last_error="",
        updated_at=clock.now(),
    )
    if not changed:
        raise MessageNotFound


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("notification"), invariants.RULES, only=only, limit=limit)
