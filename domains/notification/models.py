"""Messages and whether people want them."""

from django.db import models

from domains.kernel.entity import Entity
from domains.notification.types import Channel, MessageKind, MessageStatus, Topic


class Message(Entity):
    """One message about one event. Its body is made by the worker that sends it and kept nowhere."""

    event_id = models.UUIDField()
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.label) for kind in MessageKind])
    correlation_id = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=10, default=Channel.EMAIL.value)
    recipient = models.EmailField()
    user_id = models.UUIDField(null=True, blank=True, db_index=True)
    about = models.UUIDField(help_text="The order, the account or the request that the message tells of.")
    facts = models.JSONField(default=dict, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value.title()) for status in MessageStatus],
        default=MessageStatus.QUEUED.value,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    resends = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        db_table = "notification_message"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "kind"], name="notification_message_once_an_event")
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="notification_message_newest"),
            models.Index(
                fields=["due_at"], name="notification_message_due", condition=models.Q(status="queued")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


class Choice(Entity):
    """What somebody decided about one topic on one channel; without a row the default holds."""

    user_id = models.UUIDField()
    topic = models.CharField(max_length=20, choices=[(topic.value, topic.value.title()) for topic in Topic])
    channel = models.CharField(max_length=10)
    enabled = models.BooleanField()

    class Meta:
        db_table = "notification_choice"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "topic", "channel"], name="notification_choice_once")
        ]
