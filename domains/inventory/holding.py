"""How goods are held for a reference: all lines or none, over warehouses by priority."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from domains.inventory import ledger
from domains.inventory.errors import OutOfStock
from domains.inventory.models import Allocation, Reservation
from domains.inventory.types import Shortage
from domains.kernel import clock
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from domains.kernel.values import values

# A warehouse that has all of a line is preferred, then the lowest priority number; what one
# has not, the next gives. The numbers are those after the lock, so nobody holds the same piece.
_HOLD = """
WITH made AS ({made}), wanted (variant_id, quantity) AS ({wanted}), locked AS MATERIALIZED (
    SELECT stock.id, stock.variant_id, stock.on_hand - stock.reserved AS free, wanted.quantity,
           warehouse.priority, warehouse.code
    FROM made, inventory_stock AS stock
    JOIN wanted USING (variant_id)
    JOIN inventory_warehouse AS warehouse ON warehouse.id = stock.warehouse_id AND warehouse.active
    ORDER BY stock.variant_id, stock.warehouse_id
    FOR UPDATE OF stock
), planned AS (
    SELECT id, least(free, greatest(0, quantity - coalesce(sum(free) OVER before, 0)))::int AS taken
    FROM locked
    WINDOW before AS (
        PARTITION BY variant_id ORDER BY free >= quantity DESC, priority, code
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), held AS (
    UPDATE inventory_stock AS stock
    SET reserved = stock.reserved + planned.taken, updated_at = %s
    FROM planned
    WHERE stock.id = planned.id AND planned.taken > 0
      AND stock.on_hand - stock.reserved >= planned.taken
    RETURNING stock.variant_id, stock.warehouse_id, planned.taken
), allocated AS (
    INSERT INTO inventory_allocation (reservation_id, variant_id, warehouse_id, quantity, returned)
    SELECT made.id, variant_id, warehouse_id, taken, 0 FROM held, made ORDER BY variant_id
    RETURNING id, variant_id, warehouse_id, quantity
)
SELECT allocated.id, allocated.variant_id, allocated.warehouse_id, allocated.quantity
FROM made LEFT JOIN allocated ON true ORDER BY allocated.id
"""
# The first to ask for a reference makes its reservation; whoever comes later holds nothing by it.
_MADE = """
    INSERT INTO inventory_reservation (id, created_at, updated_at, reference_id, status, expires_at)
    VALUES (%s, %s, %s, %s, 'held', %s) ON CONFLICT DO NOTHING RETURNING id
"""
_KNOWN = "SELECT %s::uuid AS id"


def open_and_hold(reservation: Reservation, wanted: Mapping[UUID, int]) -> tuple[Allocation, ...] | None:
    """The allocations of the reservation, made and filled at once; None when its reference has one.

    Raises OutOfStock when any line cannot be held whole.
    """
    now = clock.now()
    made = [reservation.id, now, now, reservation.reference_id, reservation.expires_at]
    return _hold(reservation, wanted, _MADE, made)


def hold(reservation: Reservation, wanted: Mapping[UUID, int]) -> tuple[Allocation, ...]:
    """The allocations of a reservation that is written down. Raises OutOfStock as above."""
    return _hold(reservation, wanted, _KNOWN, [reservation.id]) or ()


def _hold(
    reservation: Reservation, wanted: Mapping[UUID, int], made: str, making: list[Any]
) -> tuple[Allocation, ...] | None:
    lines, given = values(list(wanted.items()), "uuid", "int")
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_HOLD.format(made=made, wanted=lines), [*making, *given, clock.now()])
        rows = cursor.fetchall()
    if not rows:
        return None
    allocations = tuple(
        Allocation(
            id=identity,
            reservation=reservation,
            variant_id=variant_id,
            warehouse_id=warehouse_id,
            quantity=quantity,
        )
        for identity, variant_id, warehouse_id, quantity in rows
        if identity is not None
    )
    _refuse_shortages(wanted, allocations)
    return allocations


def _refuse_shortages(wanted: Mapping[UUID, int], taken: Sequence[Allocation]) -> None:
    found = dict.fromkeys(wanted, 0)
    for allocation in taken:
        found[allocation.variant_id] += allocation.quantity
    shortages = tuple(
        Shortage(VariantId(variant_id), requested=quantity, available=found[variant_id])
        for variant_id, quantity in wanted.items()
        if found[variant_id] < quantity
    )
    if shortages:
        first = shortages[0]
        raise OutOfStock(shortages=shortages, variant_id=first.variant_id, available=first.available)


def free(allocations: Iterable[Allocation]) -> None:
    """Give back what is held."""
    _apply(ledger.Change(row.variant_id, row.warehouse_id, reserved=-row.quantity) for row in allocations)


def put_back(allocations: Iterable[Allocation]) -> list[ledger.Change]:
    """Put what was sold on the shelves again: the changes, for the ledger."""
    return put_back_some((row, row.quantity - row.returned) for row in allocations)


def put_back_some(pieces: Iterable[tuple[Allocation, int]]) -> list[ledger.Change]:
    """Put so many of each on the shelves again: the changes, for the ledger."""
    changes = [
        ledger.Change(row.variant_id, row.warehouse_id, on_hand=quantity)
        for row, quantity in pieces
        if quantity
    ]
    _apply(changes)
    return changes


def _apply(changes: Iterable[ledger.Change]) -> None:
    changes = list(changes)
    missing = {change.place for change in changes} - ledger.apply(changes)
    if missing:
        raise RuntimeError(f"what was held is not there: {sorted(missing)}")
