"""How what is held becomes sold: off the shelves by one statement, and in the ledger."""

from uuid import UUID

from django.db import connections

from domains.inventory import ledger
from domains.inventory.models import Allocation, Reservation
from domains.inventory.types import MovementKind, ReservationStatus
from domains.kernel import clock
from domains.kernel.router import database_of

# Rows of stock are locked in the order of variant and warehouse, as by whoever else moves them.
_SELL = """
WITH sold AS (
    UPDATE inventory_reservation SET status = 'committed', updated_at = %(now)s
    WHERE reference_id = %(reference)s AND status = 'held'
    RETURNING id, created_at, expires_at
), allocated AS (
    SELECT allocation.id, variant_id, warehouse_id, quantity
    FROM inventory_allocation AS allocation JOIN sold ON sold.id = allocation.reservation_id
), locked AS MATERIALIZED (
    SELECT stock.id, allocated.id AS allocation_id, allocated.quantity
    FROM inventory_stock AS stock JOIN allocated USING (variant_id, warehouse_id)
    ORDER BY stock.variant_id, stock.warehouse_id FOR UPDATE OF stock
), taken AS (
    UPDATE inventory_stock AS stock
    SET on_hand = stock.on_hand - locked.quantity, reserved = stock.reserved - locked.quantity,
        updated_at = %(now)s
    FROM locked WHERE stock.id = locked.id AND stock.reserved >= locked.quantity
    RETURNING locked.allocation_id
)
SELECT sold.id, sold.created_at, sold.expires_at, allocated.id, allocated.variant_id, allocated.warehouse_id,
       allocated.quantity, taken.allocation_id IS NOT NULL
FROM sold LEFT JOIN allocated ON true LEFT JOIN taken ON taken.allocation_id = allocated.id
ORDER BY allocated.variant_id, allocated.id
"""


def sell(reference_id: UUID) -> tuple[Reservation, tuple[Allocation, ...]] | None:
    """The reservation with what was held and is sold now; None when nothing is held.

    Of several at once, one sells.
    """
    now = clock.now()
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_SELL, {"now": now, "reference": reference_id})
        rows = cursor.fetchall()
    if not rows:
        return None
    identity, created_at, expires_at = rows[0][:3]
    reservation = Reservation(
        id=identity,
        created_at=created_at,
        updated_at=now,
        reference_id=reference_id,
        status=ReservationStatus.COMMITTED.value,
        expires_at=expires_at,
    )
    missing = [variant_id for *_, variant_id, _, _, is_taken in rows if not is_taken]
    if missing:
        raise RuntimeError(f"what was held is not there: {missing}")
    allocations = tuple(
        Allocation(
            id=allocation_id,
            reservation=reservation,
            variant_id=variant_id,
            warehouse_id=warehouse_id,
            quantity=quantity,
        )
        for *_, allocation_id, variant_id, warehouse_id, quantity, _ in rows
    )
    changes = [
        ledger.Change(row.variant_id, row.warehouse_id, on_hand=-row.quantity, reserved=-row.quantity)
        for row in allocations
    ]
    ledger.write(MovementKind.SALE, changes, reference_id=reference_id)
    return reservation, allocations
