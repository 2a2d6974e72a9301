"""Payments, refunds, the journal, received webhooks; and the books of the `test` gateway."""

from decimal import Decimal
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from domains.kernel import clock
from domains.kernel.entity import Entity
from domains.kernel.money import Money
from domains.payment.types import PaymentStatus, RefundStatus


def _amount(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=15, decimal_places=3, **options)


class Payment(Entity):
    """One attempt to be paid for one order. Committed before the gateway hears of it.

    `gateway_key` is the same on every call for this payment, so the gateway charges once.
    `refunding` is promised to refunds that the gateway has not answered yet, `capturing` to the one
    capture of what was put aside.
    """

    order_id = models.UUIDField()
    attempt = models.PositiveSmallIntegerField(default=1)
    user_id = models.UUIDField(null=True, db_index=True)
    email = models.EmailField(max_length=254, blank=True)
    currency = models.CharField(max_length=3)
    amount = _amount()
    capture_later = models.BooleanField(default=False)
    capturing = _amount(default=Decimal(0))
    captured = _amount(default=Decimal(0))
    refunded = _amount(default=Decimal(0))
    refunding = _amount(default=Decimal(0))
    status = models.CharField(
        max_length=20,
        choices=[(status.value, status.value) for status in PaymentStatus],
        default=PaymentStatus.CREATED.value,
    )
    settled = models.BooleanField(default=False)
    gateway = models.CharField(max_length=20)
    gateway_key = models.CharField(max_length=80, unique=True)
    gateway_transaction_id = models.CharField(max_length=120, blank=True)
    method_token = models.CharField(max_length=255, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    decline_code = models.CharField(max_length=60, blank=True)
    decline_message = models.CharField(max_length=300, blank=True)
    next_action = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    next_check_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "payment_payment"
        constraints = [
            models.UniqueConstraint(fields=["order_id", "attempt"], name="payment_order_attempt"),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=Q(captured__gt=F("refunded")),
                name="payment_one_capture_an_order",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, captured__gte=0, captured__lte=F("amount")),
                name="payment_captured_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(capturing__gte=0, capturing__lte=F("amount")),
                name="payment_capturing_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunding__gte=0)
                & Q(captured__gte=F("refunded") + F("refunding")),
                name="payment_refunded_within_captured",
            ),
        ]
        indexes = [
            models.Index(fields=["next_check_at"], name="payment_unsettled", condition=Q(settled=False)),
            models.Index(fields=["-created_at", "-id"], name="payment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.money} ({self.status})"

    @property
    def money(self) -> Money:
        """What is to be paid."""
        return Money(self.amount, self.currency)


class Refund(Entity):
    """Money on its way back, or returned. `key` makes the same request the same refund."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=255)
    amount = _amount()
    reason = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in RefundStatus],
        default=RefundStatus.PENDING.value,
    )
    gateway_refund_id = models.CharField(max_length=120, blank=True)
    next_check_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "payment_refund"
        constraints = [
            models.UniqueConstraint(fields=["payment", "key"], name="payment_refund_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_refund_of_something"),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"], name="payment_refund_pending", condition=Q(status="pending")
            )
        ]

    def __str__(self) -> str:
        return f"refund of {self.amount} ({self.status})"


def _refuse() -> NoReturn:
    raise RuntimeError("The journal is append-only: correct it with another move.")


class _Journal(models.QuerySet["JournalEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()


class JournalEntry(models.Model):
    """One side of a move of money; the entries of a move sum to zero. A trigger refuses changes."""

    id = models.BigAutoField(primary_key=True)
    move_id = models.UUIDField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="journal")
    account = models.CharField(max_length=40)
    amount = _amount()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=clock.now)

    objects = _Journal.as_manager()

    class Meta:
        db_table = "payment_journal_entry"
        verbose_name_plural = "journal entries"
        constraints = [
            models.UniqueConstraint(fields=["move_id", "account"], name="payment_journal_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="payment_journal_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount:+}"


class ReceivedWebhook(Entity):
    """A gateway's notice that was taken; the same notice again changes nothing."""

    gateway = models.CharField(max_length=20)
    notice_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)

    class Meta:
        db_table = "payment_received_webhook"
        constraints = [models.UniqueConstraint(fields=["gateway", "notice_id"], name="payment_webhook_once")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind} {self.notice_id}"


class SandboxCharge(models.Model):
    """What the `test` gateway, the far side, knows of a charge; found by the caller's key."""

    key = models.CharField(max_length=80, primary_key=True)
    id = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=255)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20)
    decline_code = models.CharField(max_length=60, blank=True)
    ready_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "payment_sandbox_charge"
        indexes = [models.Index(fields=["created_at"], name="payment_sandbox_begun")]
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")),
                name="payment_sandbox_refunded_within_charge",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"


class SandboxCall(models.Model):
    """How many calls about a charge the `test` gateway had, for those that it misbehaves with by a script."""

    key = models.CharField(max_length=80, primary_key=True)
    calls = models.PositiveIntegerField()

    class Meta:
        db_table = "payment_sandbox_call"

    def __str__(self) -> str:
        return f"{self.calls} about {self.key}"


class SandboxRefund(models.Model):
    """A refund as the `test` gateway knows it."""

    key = models.CharField(max_length=80, primary_key=True)
    id = models.CharField(max_length=40, unique=True)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "payment_sandbox_refund"

    def __str__(self) -> str:
        return self.id
