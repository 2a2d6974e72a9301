"""What others know of stock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import ReservationId, VariantId, WarehouseId


class ReservationStatus(StrEnum):
    HELD = "held"
    COMMITTED = "committed"
    RELEASED = "released"
    EXPIRED = "expired"


class MovementKind(StrEnum):
    SET = "set"
    ADJUST = "adjust"
    SALE = "sale"
    RESTOCK = "restock"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Availability:
    """How many can be promised now, over all warehouses."""

    variant_id: VariantId
    available: int


@dataclass(frozen=True, slots=True)
class Warehouse:
    id: WarehouseId
    code: str
    name: str
    country: str
    priority: int
    active: bool


@dataclass(frozen=True, slots=True)
class WarehouseStock:
    warehouse: Warehouse
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        """What can still be promised from here."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One variant's stock, by warehouse."""

    variant_id: VariantId
    on_hand: int
    reserved: int
    available: int
    warehouses: tuple[WarehouseStock, ...]


@dataclass(frozen=True, slots=True)
class StockCount:
    """So many of one variant were counted on hand in one warehouse."""

    variant_id: VariantId
    warehouse_id: WarehouseId
    quantity: int


@dataclass(frozen=True, slots=True)
class StockLine:
    """So many of one variant."""

    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """So many of one variant, held in one warehouse."""

    variant_id: VariantId
    warehouse_id: WarehouseId
    quantity: int


@dataclass(frozen=True, slots=True)
class Holding:
    """How many pieces are held for a reference, were sold to it, and came back."""

    held: int = 0
    sold: int = 0
    restocked: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    id: ReservationId
    reference_id: UUID
    status: ReservationStatus
    expires_at: datetime
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the ledger; the deltas of a variant sum to its stock on hand."""

    id: UUID
    variant_id: VariantId
    warehouse_id: WarehouseId
    kind: MovementKind
    delta: int
    reason: str
    reference_id: UUID | None
    actor: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LowStock:
    """A variant below its threshold and how many to order."""

    variant_id: VariantId
    available: int
    threshold: int
    suggested_reorder: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What was asked and what there was."""

    variant_id: VariantId
    requested: int
    available: int
