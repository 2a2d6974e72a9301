"""What others know of messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MessageStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person and how its delivery stands."""

    id: UUID
    kind: str
    channel: str
    recipient: str
    subject: str
    status: MessageStatus
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preference:
    """Whether somebody wants one kind of message through one channel."""

    kind: str
    channel: str
    enabled: bool
