"""How stock moves: one conditional UPDATE for all places at once, and a line in the ledger for each.

Rows are locked in the order of variant and warehouse, whoever moves them, so that no two
movements wait for each other in a circle.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from domains.inventory.models import LARGEST_STOCK, Movement, Stock
from domains.inventory.types import MovementKind
from domains.kernel import clock, context
from domains.kernel.ids import new_id
from domains.kernel.inserting import insert
from domains.kernel.router import database_of
from domains.kernel.values import values

Place = tuple[UUID, UUID]

_AT_ONCE = 500
_APPLY = """
WITH change (variant_id, warehouse_id, on_hand, reserved) AS ({changes}), locked AS MATERIALIZED (
    SELECT stock.id, change.on_hand, change.reserved
    FROM inventory_stock AS stock JOIN change USING (variant_id, warehouse_id)
    ORDER BY stock.variant_id, stock.warehouse_id
    FOR UPDATE OF stock
)
UPDATE inventory_stock AS stock
SET on_hand = stock.on_hand + locked.on_hand,
    reserved = stock.reserved + locked.reserved,
    updated_at = %s
FROM locked
WHERE stock.id = locked.id
  AND stock.reserved + locked.reserved BETWEEN 0 AND stock.on_hand + locked.on_hand
  AND stock.on_hand + locked.on_hand <= %s
RETURNING stock.variant_id, stock.warehouse_id
"""


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a variant's numbers change in one warehouse."""

    variant_id: UUID
    warehouse_id: UUID
    on_hand: int = 0
    reserved: int = 0

    @property
    def place(self) -> Place:
        """Which row of stock it changes."""
        return self.variant_id, self.warehouse_id


def apply(changes: Iterable[Change]) -> frozenset[Place]:
    """The places whose numbers changed; the others have no row, or too little for it."""
    summed = _summed(changes)
    batches = (summed[start : start + _AT_ONCE] for start in range(0, len(summed), _AT_ONCE))
    return frozenset(place for batch in batches for place in _apply(batch))


def _apply(summed: Sequence[Change]) -> list[Place]:
    listed, given = values(
        [(change.variant_id, change.warehouse_id, change.on_hand, change.reserved) for change in summed],
        *("uuid", "uuid", "int", "int"),
    )
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_APPLY.format(changes=listed), [*given, clock.now(), LARGEST_STOCK])
        changed: list[Place] = cursor.fetchall()
    return changed


def _summed(changes: Iterable[Change]) -> list[Change]:
    on_hand: dict[Place, int] = defaultdict(int)
    reserved: dict[Place, int] = defaultdict(int)
    for change in changes:
        on_hand[change.place] += change.on_hand
        reserved[change.place] += change.reserved
    return [Change(*place, on_hand[place], reserved[place]) for place in sorted(on_hand)]


def write(
    kind: MovementKind, changes: Iterable[Change], *, reason: str = "", reference_id: UUID | None = None
) -> None:
    """Put what was moved into the ledger; changes that only hold or free goods are no movements."""
    actor, now = context.current().actor, clock.now()
    movements = [
        Movement(
            id=new_id(),
            variant_id=change.variant_id,
            warehouse_id=change.warehouse_id,
            kind=kind.value,
            delta=change.on_hand,
            reason=reason,
            reference_id=reference_id,
            actor=actor,
            created_at=now,
        )
        for change in changes
        if change.on_hand
    ]
    insert(movements, alias=database_of("inventory"))


def open_places(places: Collection[Place]) -> None:
    """Make the rows that are missing, with nothing on hand."""
    Stock.objects.bulk_create(
        (Stock(variant_id=variant_id, warehouse_id=warehouse_id) for variant_id, warehouse_id in places),
        ignore_conflicts=True,
    )


def locked_places(places: Collection[Place]) -> dict[Place, Stock]:
    """The rows, held until the transaction ends."""
    rows = (
        Stock.objects.select_for_update()
        .filter(
            variant_id__in={variant_id for variant_id, _ in places},
            warehouse_id__in={warehouse_id for _, warehouse_id in places},
        )
        .order_by("variant_id", "warehouse_id")
    )
    return {(row.variant_id, row.warehouse_id): row for row in rows}
