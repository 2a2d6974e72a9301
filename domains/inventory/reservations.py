"""The life of a reservation: held, then sold, released or expired; what was sold may come back once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from domains.inventory import holding, ledger, selling
from domains.inventory.errors import InvalidQuantity, NotSold, ReservationEnded, ReservationNotFound
from domains.inventory.models import Allocation, Reservation
from domains.inventory.quantities import checked
from domains.inventory.types import MovementKind, ReservationStatus, StockLine
from domains.kernel import clock, effects
from domains.kernel.selecting import select

_STANDING = {ReservationStatus.HELD.value, ReservationStatus.COMMITTED.value}

_RELEASE = """
UPDATE inventory_reservation SET status = 'released', updated_at = %s
WHERE {column} = %s AND status = 'held'
RETURNING id, created_at, updated_at, reference_id, status, expires_at, restocked_at
"""


def wanted(lines: Iterable[StockLine]) -> Mapping[UUID, int]:
    """How many of each variant. Raises InvalidQuantity when nothing or no whole number is wanted."""
    sums: dict[UUID, int] = defaultdict(int)
    for line in lines:
        sums[line.variant_id] += checked(line.quantity, least=1)
    if not sums:
        raise InvalidQuantity("Name at least one line to reserve.", field="lines")
    return sums


def reserve(
    reference_id: UUID, lines: Mapping[UUID, int], expires_at: datetime
) -> tuple[Reservation, tuple[Allocation, ...] | None]:
    """The reservation, and its allocations where they are new. Raises OutOfStock.

    A reference that was released or has expired is held anew.
    """
    made = Reservation(reference_id=reference_id, expires_at=expires_at)
    held = holding.open_and_hold(made, lines)
    if held is not None:
        return made, held
    found = Reservation.objects.select_for_update().get(reference_id=reference_id)
    if found.status in _STANDING:
        return found, None
    found.allocations.all().delete()
    Reservation.objects.filter(id=found.id).update(
        status=ReservationStatus.HELD, expires_at=expires_at, updated_at=clock.now()
    )
    found.status, found.expires_at = ReservationStatus.HELD.value, expires_at
    return found, holding.hold(found, lines)


def release(**by: UUID) -> tuple[Allocation, ...]:
    """What was given back; nothing when it was not held."""
    released = _release(**by)
    if released is None:
        return ()
    allocations = tuple(
        select(Allocation, "WHERE reservation_id = %s ORDER BY variant_id, id", [released.id])
    )
    holding.free(allocations)
    return allocations


def commit(reference_id: UUID) -> tuple[Reservation, tuple[Allocation, ...] | None]:
    """The reservation, and its allocations where they are sold now.

    Raises ReservationNotFound, ReservationEnded.
    """
    sold = selling.sell(reference_id)
    if sold is not None:
        return sold
    reservation = Reservation.objects.filter(reference_id=reference_id).first()
    if reservation is None:
        raise ReservationNotFound
    if reservation.status != ReservationStatus.COMMITTED:
        raise ReservationEnded
    return reservation, None


def restock(reference_id: UUID) -> tuple[Allocation, ...]:
    """What came back; nothing when it came back before or was never sold. Raises ReservationNotFound."""
    came_back = Reservation.objects.filter(
        reference_id=reference_id, status=ReservationStatus.COMMITTED, restocked_at=None
    ).update(restocked_at=clock.now(), updated_at=clock.now())
    if not came_back:
        if not Reservation.objects.filter(reference_id=reference_id).exists():
            raise ReservationNotFound
        return ()
    allocations = _allocations(reference_id=reference_id)
    changes = holding.put_back(allocations)
    ledger.write(MovementKind.RESTOCK, changes, reference_id=reference_id)
    return allocations


def restock_part(reference_id: UUID, part_id: UUID, wanted: Mapping[UUID, int]) -> tuple[Allocation, ...]:
    """Where the pieces came back to; nothing when this part, or everything, came back before.

    Raises ReservationNotFound, NotSold when fewer were sold and did not come back yet.
    """
    row = Reservation.objects.select_for_update().filter(reference_id=reference_id).first()
    if row is None:
        raise ReservationNotFound
    if row.restocked_at or not effects.first_time("inventory", f"restock-{part_id}"):
        return ()
    if row.status != ReservationStatus.COMMITTED:
        raise NotSold
    pieces = _pieces(_allocations(reference_id=reference_id), wanted)
    for allocation, quantity in pieces:
        allocation.returned += quantity
        allocation.save(update_fields=["returned"])
    changes = holding.put_back_some(pieces)
    ledger.write(MovementKind.RESTOCK, changes, reference_id=part_id)
    return tuple(allocation for allocation, _ in pieces)


def _pieces(allocations: Iterable[Allocation], wanted: Mapping[UUID, int]) -> list[tuple[Allocation, int]]:
    left, pieces = dict(wanted), []
    for allocation in allocations:
        quantity = min(left.get(allocation.variant_id, 0), allocation.quantity - allocation.returned)
        if quantity:
            left[allocation.variant_id] -= quantity
            pieces.append((allocation, quantity))
    if any(left.values()):
        raise NotSold
    return pieces


def expire(limit: int) -> tuple[tuple[Reservation, tuple[Allocation, ...]], ...]:
    """The reservations whose time was up, with what was given back; rows that somebody holds wait."""
    due = list(
        Reservation.objects.select_for_update(skip_locked=True)
        .filter(status=ReservationStatus.HELD, expires_at__lte=clock.now())
        .order_by("expires_at")[:limit]
    )
    if not due:
        return ()
    Reservation.objects.filter(id__in=[row.id for row in due]).update(
        status=ReservationStatus.EXPIRED, updated_at=clock.now()
    )
    allocations: dict[UUID, list[Allocation]] = defaultdict(list)
    for row in Allocation.objects.filter(reservation__in=due):
        allocations[row.reservation_id].append(row)
    holding.free(row for rows in allocations.values() for row in rows)
    return tuple((row, tuple(allocations[row.id])) for row in due)


def _release(**by: UUID) -> Reservation | None:
    """The reservation that this call ended; of several at once, one does."""
    [(column, value)] = by.items()
    ended = Reservation.objects.raw(_RELEASE.format(column=column), [clock.now(), value])
    return next(iter(ended), None)


def _allocations(**by: UUID) -> tuple[Allocation, ...]:
    which = {f"reservation__{name}": value for name, value in by.items()}
    return tuple(Allocation.objects.filter(**which).order_by("variant_id", "id"))
