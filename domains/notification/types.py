"""What others know of messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    EMAIL = "email"


class Topic(StrEnum):
    """What a person may choose about: account and order mails always come, the others may be left out."""

    ACCOUNT = "account"
    ORDERS = "orders"
    DELIVERIES = "deliveries"
    STOCK = "stock"

    @property
    def is_required(self) -> bool:
        """Whether messages of this topic come whatever was chosen."""
        return self in (Topic.ACCOUNT, Topic.ORDERS)


class MessageKind(StrEnum):
    """Each kind is a folder's worth of templates: `<kind>.html`, `.txt` and `.subject.txt`."""

    VERIFICATION_CODE = "verification_code"
    ALREADY_REGISTERED = "already_registered"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_REJECTED = "order_rejected"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_REFUNDED = "order_refunded"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    BACK_IN_STOCK = "back_in_stock"

    @property
    def label(self) -> str:
        """For people: `Order confirmed`."""
        return self.value.replace("_", " ").capitalize()

    @property
    def topic(self) -> Topic:
        """Which choice it obeys."""
        if self in (MessageKind.ORDER_SHIPPED, MessageKind.ORDER_DELIVERED):
            return Topic.DELIVERIES
        if self is MessageKind.BACK_IN_STOCK:
            return Topic.STOCK
        return Topic.ORDERS if self.startswith("order_") else Topic.ACCOUNT


class MessageStatus(StrEnum):
    """`skipped`: the person had opted out, or what it tells of is gone."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


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
    """Whether somebody gets one kind of message through one channel."""

    kind: str
    channel: str
    enabled: bool
    required: bool = False
