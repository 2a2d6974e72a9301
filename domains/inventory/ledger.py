"""How stock moves: one conditional UPDATE for all places at once, and a line in the ledger for each.

Rows are locked in the order of variant and warehouse, whoever moves them, so that no two
movements wait for each other in a circle.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from domains.inventory.models import LARGEST_STOCK, Movement
from domains.inventory.types import MovementKind
from domains.kernel import clock, context
from domains.kernel.ids import new_id
from domains.kernel.inserting import insert
from domains.kernel.router import database_of
from domains.kernel.values import values

Place = tuple[UUID, UUID]

_AT_ONCE = 2_000
_OPEN = """
INSERT INTO inventory_stock (id, variant_id, warehouse_id, on_hand, reserved, created_at, updated_at)
SELECT id, variant_id, warehouse_id, 0, 0, %s, %s FROM ({places}) AS place (id, variant_id, warehouse_id)
ORDER BY variant_id, warehouse_id
ON CONFLICT DO NOTHING
"""
_LOCK = """
SELECT stock.variant_id, stock.warehouse_id, stock.on_hand, stock.reserved
FROM inventory_stock AS stock JOIN ({places}) AS place (variant_id, warehouse_id)
    USING (variant_id, warehouse_id)
ORDER BY stock.variant_id, stock.warehouse_id FOR UPDATE OF stock
"""
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
    listed, given = values([(new_id(), *place) for place in places], "uuid", "uuid", "uuid")
    now = clock.now()
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_OPEN.format(places=listed), [now, now, *given])


def locked_places(places: Collection[Place]) -> dict[Place, tuple[int, int]]:
    """What is on hand and reserved in each, held until the transaction ends."""
    listed, given = values(list(places), "uuid", "uuid")
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_LOCK.format(places=listed), given)
        return {
            (variant_id, warehouse_id): (on_hand, reserved)
            for variant_id, warehouse_id, on_hand, reserved in cursor.fetchall()
        }
