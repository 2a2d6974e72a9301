"""Warehouses, what lies in them, how it came there, and what is held for whom."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from domains.inventory.types import MovementKind, ReservationStatus
from domains.kernel import clock
from domains.kernel.entity import Entity

LARGEST_STOCK = 1_000_000_000


class Warehouse(Entity):
    """A place that goods are sent from; the lowest priority number is asked first."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166 code of two letters, such as US.")
    priority = models.IntegerField(default=0, help_text="The lowest number sends first.")
    active = models.BooleanField(default=True, help_text="Stock in a closed warehouse is not for sale.")

    class Meta:
        db_table = "inventory_warehouse"
        ordering = ["priority", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Stock(Entity):
    """One variant in one warehouse; `on_hand` is the sum of its movements."""

    variant_id = models.UUIDField()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="stock")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta:
        db_table = "inventory_stock"
        verbose_name_plural = "stock"
        constraints = [
            models.UniqueConstraint(fields=["variant_id", "warehouse"], name="inventory_stock_place"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand"), on_hand__lte=LARGEST_STOCK),
                name="inventory_stock_reserved_within_on_hand",
            ),
        ]
        indexes = [models.Index(F("on_hand") - F("reserved"), name="inventory_stock_free")]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.variant_id}"

    @property
    def available(self) -> int:
        """What can still be promised from here."""
        return self.on_hand - self.reserved


def _refuse() -> NoReturn:
    raise RuntimeError("The ledger is append-only: correct it with another movement.")


class _Ledger(models.QuerySet["Movement"]):
    def update(self, **kwargs: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()


class Movement(models.Model):
    """One line of the ledger; a trigger in the database refuses changes as well."""

    id = models.UUIDField(primary_key=True)
    variant_id = models.UUIDField()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MovementKind])
    delta = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True)
    reference_id = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)

    objects = _Ledger.as_manager()

    class Meta:
        db_table = "inventory_movement"
        constraints = [
            models.CheckConstraint(condition=~Q(delta=0), name="inventory_movement_moves"),
            models.UniqueConstraint(
                fields=["reference_id", "kind", "variant_id", "warehouse"],
                condition=Q(kind__in=["sale", "restock"]),
                name="inventory_movement_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="inventory_movement_newest"),
            models.Index(fields=["variant_id", "-created_at", "-id"], name="inventory_movement_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()


class Reservation(Entity):
    """Goods held for one reference, such as an order, until they are sold, released or time is up."""

    reference_id = models.UUIDField(unique=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in ReservationStatus],
        default=ReservationStatus.HELD.value,
    )
    expires_at = models.DateTimeField()
    restocked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "inventory_reservation"
        indexes = [
            models.Index(fields=["expires_at"], name="inventory_reservation_due", condition=Q(status="held")),
            models.Index(fields=["-created_at", "-id"], name="inventory_reservation_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.reference_id}"


class Allocation(models.Model):
    """So many of one variant, held in one warehouse for a reservation; `returned` of them came back alone."""

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="allocations")
    variant_id = models.UUIDField()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "inventory_allocation"
        constraints = [
            models.CheckConstraint(
                condition=Q(returned__lte=F("quantity")), name="inventory_allocation_returned_within"
            ),
            models.UniqueConstraint(
                fields=["reservation", "variant_id", "warehouse"], name="inventory_allocation_place"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_allocation_some"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"
