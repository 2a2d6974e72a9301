"""Orders as they were sold, how their checkout stands, and every status that they have had."""

from decimal import Decimal
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Upper

from domains.kernel import clock
from domains.kernel.entity import Entity
from domains.kernel.ids import new_id
from domains.kernel.money import Money
from domains.order.types import (
    AmendmentKind,
    AmendmentState,
    BreakKind,
    BreakStatus,
    OrderStatus,
    SagaState,
)

# States in which there is something left to do for the checkout.
LIVE_STATES = (
    SagaState.PLACED.value,
    SagaState.STOCK_RESERVED.value,
    SagaState.PAID.value,
    SagaState.COMPENSATING.value,
)
# The same for a change of an order.
AMENDING = (AmendmentState.BEGUN.value, AmendmentState.GOODS_BACK.value)


def _amount(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=15, decimal_places=3, **options)


class _NextNumber(Func):
    template = "'S7-' || nextval('order_number')"
    output_field = models.CharField()


class Order(Entity):
    """What was bought, at which prices, for whom. subtotal - discount + shipping + tax = total.

    `captured` is what was taken for it, `refunded` what of that went back.
    """

    number = models.CharField(max_length=20, unique=True, editable=False, db_default=_NextNumber())
    user_id = models.UUIDField(null=True)
    cart_id = models.UUIDField(null=True)
    email = models.EmailField(max_length=254)
    status = models.CharField(
        max_length=20,
        choices=[(status.value, status.value) for status in OrderStatus],
        default=OrderStatus.PENDING.value,
    )
    payment_status = models.CharField(max_length=20, default="pending")
    fulfilment_status = models.CharField(max_length=20, default="unfulfilled")
    currency = models.CharField(max_length=3)
    subtotal = _amount()
    discount = _amount()
    shipping = _amount()
    tax = _amount()
    total = _amount()
    captured = _amount(default=Decimal(0))
    refunded = _amount(default=Decimal(0))
    item_count = models.PositiveIntegerField()
    shipping_address = models.JSONField()
    billing_address = models.JSONField()
    shipping_method = models.CharField(max_length=60)
    shipping_method_name = models.CharField(max_length=120)
    coupons = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "order_order"
        constraints = [
            models.UniqueConstraint(
                fields=["cart_id"],
                condition=~Q(status__in=[OrderStatus.FAILED.value, OrderStatus.CANCELLED.value]),
                name="order_one_live_order_a_cart",
            ),
            models.CheckConstraint(
                condition=Q(total=F("subtotal") - F("discount") + F("shipping") + F("tax")),
                name="order_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("total")), name="order_refunded_within_total"
            ),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("total")), name="order_captured_within_total"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="order_newest"),
            models.Index(fields=["status", "-created_at", "-id"], name="order_status_newest"),
            models.Index(Upper("email"), name="order_email"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def money(self) -> Money:
        """What it costs."""
        return Money(self.total, self.currency)


class Summary(models.Model):
    """An order as a row of a list: a fold of its events, and nothing that they do not say."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20, unique=True)
    user_id = models.UUIDField(null=True)
    email = models.EmailField(max_length=254)
    status = models.CharField(max_length=20)
    payment_status = models.CharField(max_length=20)
    fulfilment_status = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    total = _amount()
    refunded = _amount()
    item_count = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "order_summary"
        verbose_name_plural = "summaries"
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="summary_newest"),
            models.Index(fields=["status", "-created_at", "-id"], name="summary_status_newest"),
            models.Index(fields=["user_id", "-created_at", "-id"], name="summary_user_newest"),
            models.Index(Upper("email"), F("created_at").desc(), F("id").desc(), name="summary_email_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """One line as it was sold."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=255)
    sku = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField(default=0)
    unit_price = _amount()
    discount = _amount()
    tax = _amount()
    total = _amount()
    product_snapshot = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        db_table = "order_line"
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_of_something"),
            models.CheckConstraint(
                condition=Q(cancelled__lte=F("quantity")), name="order_line_cancelled_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"


class Process(models.Model):
    """Work on an order that outlives whoever began it. Whoever holds the lease works on it; nobody else does.

    `steps` is what was done and when, one entry a try, the newest last.
    """

    live_states: tuple[str, ...] = ()
    # What a run may change, and its commit writes.
    written: tuple[str, ...] = ("state", "attempts", "next_attempt_at", "last_error", "steps")

    state = models.CharField(max_length=20)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(default=clock.now)
    last_error = models.CharField(max_length=500, blank=True)
    steps = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class Saga(Process):
    """How the checkout of an order stands.

    `reached` is how far it came before it had to be undone; `skipped` names the undoings that an
    operator did by hand.
    """

    live_states = LIVE_STATES
    written = (
        *Process.written,
        "reached",
        "method_token",
        "failure_code",
        "failure_detail",
        "failure_facts",
        "skipped",
    )

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="saga")
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in SagaState],
        default=SagaState.PLACED.value,
    )
    reached = models.CharField(max_length=20, default=SagaState.PLACED.value)
    deadline_at = models.DateTimeField()
    gateway = models.CharField(max_length=20)
    method_token = models.CharField(max_length=255, blank=True)
    payment_attempt = models.PositiveSmallIntegerField(default=1)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_detail = models.CharField(max_length=300, blank=True)
    failure_facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cancelled_by = models.CharField(max_length=80, blank=True)
    skipped = models.JSONField(default=list)

    class Meta:
        db_table = "order_saga"
        verbose_name = "checkout"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="order_saga_due", condition=Q(state__in=LIVE_STATES)
            ),
            models.Index(
                fields=["state"],
                name="order_saga_open",
                condition=Q(state__in=[*LIVE_STATES, SagaState.NEEDS_OPERATOR.value]),
            ),
            models.Index(fields=["-created_at"], name="order_saga_newest"),
        ]

    def __str__(self) -> str:
        return f"checkout of {self.order_id}: {self.state}"


class Amendment(Process):
    """A change of an order after its sale: a part of it called off, or money returned.

    `key` makes the same request the same change. `lines` is what is called off:
    [line, pieces]; `reached` is how far it came before an operator had to see to it.
    """

    live_states = AMENDING
    written = (*Process.written, "reached", "failure_code", "failure_detail")

    id = models.UUIDField(primary_key=True, default=new_id)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments")
    key = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AmendmentKind])
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in AmendmentState],
        default=AmendmentState.BEGUN.value,
    )
    reached = models.CharField(max_length=20, blank=True)
    lines = models.JSONField(default=list)
    amount = _amount(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_detail = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "order_amendment"
        verbose_name = "change of an order"
        verbose_name_plural = "changes of orders"
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="order_amendment_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="order_amendment_due", condition=Q(state__in=AMENDING)
            ),
            models.Index(fields=["-created_at"], name="order_amendment_newest"),
        ]

    def __str__(self) -> str:
        return self.kind.replace("_", " ").capitalize()


def _refuse() -> NoReturn:
    raise RuntimeError("An order's history is append-only.")


class _History(models.QuerySet["StatusChange"]):
    def update(self, **kwargs: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()


class StatusChange(models.Model):
    """One step of an order's history; a trigger in the database refuses changes as well."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="history")
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    objects = _History.as_manager()

    class Meta:
        db_table = "order_status_change"
        verbose_name_plural = "history"

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class Break(Entity):
    """Money that does not agree, from the first look that saw it until it is settled or ignored.

    `subject` is the charge's key or the order's id; `began_at` is when that began, so that a look at
    other days says nothing of it.
    """

    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in BreakKind])
    subject = models.CharField(max_length=120)
    gateway = models.CharField(max_length=20, blank=True)
    order_id = models.UUIDField(null=True)
    payment_id = models.UUIDField(null=True)
    ours = models.CharField(max_length=60)
    theirs = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(default=clock.now)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in BreakStatus],
        default=BreakStatus.OPEN.value,
    )
    resolution = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "order_break"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=~Q(status=BreakStatus.RESOLVED.value),
                name="order_break_once",
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="order_break_newest"),
            models.Index(fields=["began_at"], name="order_break_open", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return self.kind.replace("_", " ").capitalize()
