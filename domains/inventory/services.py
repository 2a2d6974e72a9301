"""What others may ask of inventory. Quantities are pieces."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from domains.inventory import counting, invariants, queries, reservations
from domains.inventory.errors import (
    InvalidQuantity,
    ReservationNotFound,
    WarehouseCodeTaken,
    WarehouseNotFound,
)
from domains.inventory.events import ReservationExpired, StockChanged
from domains.inventory.models import Reservation as ReservationRow
from domains.inventory.models import Stock
from domains.inventory.models import Warehouse as WarehouseRow
from domains.inventory.quantities import LARGEST, checked
from domains.inventory.types import (
    Availability,
    Holding,
    LowStock,
    Movement,
    Reservation,
    StockCount,
    StockLevel,
    StockLine,
    Warehouse,
)
from domains.kernel import bus, clock, effects
from domains.kernel.auditing import audit
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import ReservationId, VariantId, WarehouseId, new_id
from domains.kernel.inserting import insert_once
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page
from domains.kernel.router import database_of
from domains.kernel.transactions import durable
from domains.kernel.types import Violation

__all__ = [
    "adjust_stock",
    "change_warehouse",
    "commit_stock",
    "create_warehouse",
    "expire_reservations",
    "find_reservation",
    "find_violations",
    "get_availability",
    "get_holdings",
    "get_stock",
    "get_stock_levels",
    "get_warehouse_by_code",
    "list_low_stock",
    "list_movements",
    "list_warehouses",
    "promise_stock",
    "release_reservation",
    "release_stock",
    "reserve_stock",
    "restock",
    "restock_part",
    "set_stock",
    "set_stock_levels",
    "transfer_stock",
]

_TOLD_AT_ONCE = 2_000


# --- What there is ---------------------------------------------------------------------------


def get_availability(variant_ids: Collection[VariantId]) -> Mapping[VariantId, Availability]:
    """How many of each can be promised now; 0 for a variant that was never in stock."""
    return queries.availability(variant_ids)


def get_stock(variant_id: VariantId) -> StockLevel:
    """One variant's stock by warehouse; zeros when it was never in stock."""
    return queries.levels([variant_id])[variant_id]


def get_stock_levels(variant_ids: Collection[VariantId]) -> Mapping[VariantId, StockLevel]:
    """The stock of each by warehouse; zeros for a variant that was never in stock."""
    return queries.levels(variant_ids)


def list_movements(
    *, variant_id: VariantId | None = None, cursor: str | None = None, page_size: int = DEFAULT_PAGE_SIZE
) -> Page[Movement]:
    """The ledger, newest first; of one variant when it is given. Raises InvalidCursor."""
    return queries.movements(variant_id, cursor, page_size)


def list_low_stock(*, limit: int = 50) -> tuple[LowStock, ...]:
    """Variants of which the threshold or less can be promised, emptiest first."""
    return queries.low_stock(limit)


# --- Warehouses ------------------------------------------------------------------------------


def list_warehouses() -> tuple[Warehouse, ...]:
    """Every warehouse, in the order in which they are asked for goods."""
    return tuple(queries.to_warehouse(row) for row in WarehouseRow.objects.all())


def get_warehouse_by_code(code: str) -> Warehouse:
    """The warehouse of this code. Raises WarehouseNotFound."""
    return queries.to_warehouse(queries.warehouse(code=code))


@durable
def create_warehouse(*, code: str, name: str, country: str, priority: int = 0) -> Warehouse:
    """A new warehouse, open and empty. Raises WarehouseCodeTaken, InvalidInput for a country or code."""
    row = WarehouseRow(code=code, name=name, country=_country(country), priority=priority)
    if not code or not name:
        raise InvalidInput("A warehouse has a code and a name.", field="name" if code else "code")
    if not insert_once(row, alias=database_of("inventory")):
        raise WarehouseCodeTaken(field="code")
    return queries.to_warehouse(row)


@durable
def change_warehouse(
    warehouse_id: WarehouseId, *, name: str, country: str, priority: int, active: bool
) -> Warehouse:
    """The warehouse as it is now; closing or opening it changes what can be promised.

    Raises WarehouseNotFound, InvalidInput. Publishes StockChanged.
    """
    queries.warehouse(id=warehouse_id)
    row = WarehouseRow.objects.select_for_update().get(id=warehouse_id)
    turned = row.active != active
    row.name, row.country, row.priority, row.active = name, _country(country), priority, active
    row.updated_at = clock.now()
    row.save()
    if turned:
        rows = Stock.objects.filter(warehouse=row, on_hand__gt=0).values_list("variant_id", flat=True)
        _tell([VariantId(variant_id) for variant_id in rows])
    return queries.to_warehouse(row)


def _country(country: str) -> str:
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise InvalidInput("Give the country as its ISO 3166 code of two letters.", field="country")
    return country.upper()


# --- Counting and moving ---------------------------------------------------------------------


@durable
def set_stock(variant_id: VariantId, *, warehouse_id: WarehouseId, quantity: int, reason: str) -> StockLevel:
    """The stock after `quantity` were counted on hand.

    Raises WarehouseNotFound, InvalidQuantity, StockReserved for less than is reserved.
    Publishes StockChanged when the number is another.
    """
    queries.warehouse(id=warehouse_id)
    _tell(counting.set_counts({(variant_id, warehouse_id): checked(quantity)}, reason[:200]))
    return get_stock(variant_id)


@durable
def set_stock_levels(levels: tuple[StockCount, ...], *, reason: str) -> int:
    """How many variants have another stock after these counts, taken all together or not at all.

    Raises WarehouseNotFound, InvalidQuantity, StockReserved. Publishes StockChanged.
    """
    changed = counting.set_counts(_counts(levels), reason[:200])
    _tell(changed)
    return len(changed)


@durable
def promise_stock(quantities: Mapping[VariantId, int], *, count: str, reason: str) -> None:
    """So many of each can be promised from now on; what orders hold stays theirs and comes on top.

    More goods come into the first open warehouse, fewer leave the open ones in their order. The count of
    this name is taken once: the second time changes nothing, for what was sold since would be there again.
    Raises WarehouseNotFound where none is open, InvalidQuantity. Publishes StockChanged.
    """
    if not effects.first_time("inventory", count):
        return
    warehouses = list(WarehouseRow.objects.filter(active=True).values_list("id", flat=True))
    if not warehouses:
        raise WarehouseNotFound
    wanted = {variant_id: checked(quantity) for variant_id, quantity in quantities.items()}
    _tell(counting.set_promises(wanted, warehouses, reason[:200]))


def _counts(levels: tuple[StockCount, ...]) -> dict[tuple[UUID, UUID], int]:
    known = set(WarehouseRow.objects.values_list("id", flat=True))
    if any(count.warehouse_id not in known for count in levels):
        raise WarehouseNotFound
    return {(count.variant_id, count.warehouse_id): checked(count.quantity) for count in levels}


@durable
def adjust_stock(variant_id: VariantId, *, warehouse_id: WarehouseId, delta: int, reason: str) -> StockLevel:
    """The stock after `delta` were added (or, below zero, taken away).

    Raises WarehouseNotFound, InvalidQuantity when that many are not there, StockReserved when
    they are promised. Publishes StockChanged.
    """
    queries.warehouse(id=warehouse_id)
    if checked(delta, least=-LARGEST, field="delta") == 0:
        raise InvalidQuantity(
            "Give the number of pieces that came or went; 0 changes nothing.", field="delta"
        )
    counting.adjust((variant_id, warehouse_id), delta, reason[:200])
    _tell([variant_id])
    return get_stock(variant_id)


@durable
def transfer_stock(
    variant_id: VariantId,
    *,
    from_warehouse_id: WarehouseId,
    to_warehouse_id: WarehouseId,
    quantity: int,
) -> StockLevel:
    """The stock after `quantity` went from one warehouse to another.

    Raises WarehouseNotFound, InvalidQuantity, StockReserved. Publishes StockChanged.
    """
    if from_warehouse_id == to_warehouse_id:
        raise InvalidInput("Choose two different warehouses.", field="to_warehouse_id")
    queries.warehouse(id=from_warehouse_id)
    queries.warehouse(id=to_warehouse_id)
    counting.transfer(
        variant_id,
        (variant_id, from_warehouse_id),
        (variant_id, to_warehouse_id),
        checked(quantity, least=1),
    )
    _tell([variant_id])
    return get_stock(variant_id)


def _tell(variant_ids: Collection[VariantId]) -> None:
    ordered = sorted(set(variant_ids))
    for start in range(0, len(ordered), _TOLD_AT_ONCE):
        batch = tuple(ordered[start : start + _TOLD_AT_ONCE])
        bus.publish(StockChanged(change_id=new_id(), variant_ids=batch))


# --- Reservations ----------------------------------------------------------------------------


def find_reservation(reference_id: UUID) -> Reservation | None:
    """What is or was held for the reference."""
    row = ReservationRow.objects.filter(reference_id=reference_id).first()
    return queries.to_reservation(row) if row else None


def get_holdings(reference_ids: Collection[UUID]) -> Mapping[UUID, Holding]:
    """What is held for each reference, was sold to it, and came back; zeros where nothing was."""
    return queries.holdings(reference_ids)


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("inventory"), invariants.rules(), only=only, limit=limit)


@durable
def reserve_stock(
    reference_id: UUID, *, lines: tuple[StockLine, ...], ttl: timedelta | None = None
) -> Reservation:
    """All lines held for `ttl` (RESERVATION_TTL when none is given), or none.

    The same reference again is the same reservation; one that was released or has expired is
    held anew. Raises OutOfStock with every shortage, InvalidQuantity. Publishes StockChanged.
    """
    wanted = reservations.wanted(lines)
    expires_at = clock.now() + (settings.RESERVATION_TTL if ttl is None else ttl)
    row, held = reservations.reserve(reference_id, wanted, expires_at)
    if held is not None:
        _tell([VariantId(variant_id) for variant_id in wanted])
    return queries.to_reservation(row, held)


@durable
def release_stock(reference_id: UUID) -> None:
    """What was held for the reference is free again; nothing happens when nothing is held.

    Publishes StockChanged.
    """
    _tell([VariantId(row.variant_id) for row in reservations.release(reference_id=reference_id)])


@durable
def release_reservation(reservation_id: ReservationId) -> Reservation:
    """The reservation, whose goods are free again; releasing twice releases once.

    What was sold stays sold. Raises ReservationNotFound. Publishes StockChanged.
    """
    released = reservations.release(id=reservation_id)
    row = ReservationRow.objects.filter(id=reservation_id).first()
    if row is None:
        raise ReservationNotFound
    _tell([VariantId(line.variant_id) for line in released])
    return queries.to_reservation(row)


@durable
def commit_stock(reference_id: UUID) -> Reservation:
    """The reservation whose goods are sold: off the shelves and in the ledger, once.

    Raises ReservationNotFound, ReservationEnded when it was released or has expired.
    """
    return queries.to_reservation(*reservations.commit(reference_id))


@durable
def restock(reference_id: UUID) -> None:
    """What was sold to the reference is on the shelves again, once; what was not sold stays.

    Raises ReservationNotFound. Publishes StockChanged.
    """
    _tell([VariantId(row.variant_id) for row in reservations.restock(reference_id)])


@durable
def restock_part(reference_id: UUID, *, part_id: UUID, lines: tuple[StockLine, ...]) -> None:
    """So many of what was sold to the reference are on the shelves again; the same part once.

    Nothing happens when everything came back before. Raises ReservationNotFound, NotSold,
    InvalidQuantity. Publishes StockChanged.
    """
    wanted = reservations.wanted(lines)
    _tell([VariantId(row.variant_id) for row in reservations.restock_part(reference_id, part_id, wanted)])


@durable
def expire_reservations(*, limit: int = 200) -> int:
    """How many reservations ran out of time and were freed, at most `limit`.

    Publishes ReservationExpired, StockChanged.
    """
    expired = reservations.expire(limit)
    for row, allocations in expired:
        lines = tuple(StockLine(VariantId(line.variant_id), line.quantity) for line in allocations)
        bus.publish(
            ReservationExpired(
                reservation_id=ReservationId(row.id), reference_id=row.reference_id, lines=lines
            )
        )
    _tell([VariantId(line.variant_id) for _, allocations in expired for line in allocations])
    return len(expired)
