"""Every read of messages and choices, and the mapping of rows to types."""

from uuid import UUID

from domains.kernel.keyset import keyset_page
from domains.kernel.pagination import Page
from domains.notification import models
from domains.notification.types import Channel, Message, MessageStatus, Preference, Topic


def list_messages(user_id: UUID, *, cursor: str | None, page_size: int) -> Page[Message]:
    """A person's messages, newest first."""
    return keyset_page(
        models.Message.objects.filter(user_id=user_id),
        ordering=("-created_at", "-id"),
        to_type=to_message,
        cursor=cursor,
        page_size=page_size,
    )


def list_preferences(user_id: UUID) -> tuple[Preference, ...]:
    """Every topic on every channel: what was chosen, else yes."""
    rows = models.Choice.objects.filter(user_id=user_id).values_list("topic", "channel", "enabled")
    chosen = {(topic, channel): enabled for topic, channel, enabled in rows}
    return tuple(
        Preference(
            kind=topic.value,
            channel=channel.value,
            enabled=topic.is_required or chosen.get((topic.value, channel.value), True),
            required=topic.is_required,
        )
        for topic in Topic
        for channel in Channel
    )


def wants(user_id: UUID | None, topic: Topic, channel: str) -> bool:
    """Whether to write to them; a guest has chosen nothing and gets everything."""
    if topic.is_required or user_id is None:
        return True
    refused = models.Choice.objects.filter(user_id=user_id, topic=topic, channel=channel, enabled=False)
    return not refused.exists()


def to_message(row: models.Message) -> Message:
    return Message(
        id=row.pk,
        kind=row.kind,
        channel=row.channel,
        recipient=row.recipient,
        subject=row.subject,
        status=MessageStatus(row.status),
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
