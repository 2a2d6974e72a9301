"""The kernel's tables: they exist in every domain's database and are reached with `using`."""

from django.db import models

from domains.kernel import clock
from domains.kernel.entity import Entity


class StoredEvent(models.Model):
    """One fact. Append-only; `(stream, version)` gives each stream its order."""

    id = models.UUIDField(primary_key=True)
    stream = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    correlation_id = models.CharField(max_length=64, db_index=True)
    causation_id = models.CharField(max_length=64, blank=True)
    actor = models.CharField(max_length=80)

    class Meta:
        db_table = "kernel_event"
        constraints = [
            models.UniqueConstraint(fields=["stream", "version"], name="kernel_event_stream_version")
        ]
        verbose_name = "event"

    def __str__(self) -> str:
        return f"{self.name} #{self.version} of {self.stream}"


class PublicationStatus(models.TextChoices):
    PENDING = "pending"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    DEAD = "dead"


# What is not tried again by itself.
OVER = (PublicationStatus.DONE, PublicationStatus.DEAD)


class Publication(models.Model):
    """One event for one handler: delivered at least once, or dead with the reason."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(StoredEvent, on_delete=models.CASCADE, related_name="publications")
    handler = models.CharField(max_length=120)
    status = models.CharField(
        max_length=12, choices=PublicationStatus.choices, default=PublicationStatus.PENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        db_table = "kernel_publication"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="kernel_publication_event_handler")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="kernel_publication_due",
                condition=~models.Q(status__in=["done", "dead"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id} ({self.status})"


class Effect(models.Model):
    """Something that an event brought about, which must come about once however often it is delivered."""

    name = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "kernel_effect"

    def __str__(self) -> str:
        return self.name


class IdempotencyRecord(Entity):
    """A claimed key: which request it stands for, what it made, what it was answered."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    resource_id = models.UUIDField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    working_until = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "kernel_idempotency_key"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="kernel_idempotency_scope_key")]
        verbose_name = "idempotency key"

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
