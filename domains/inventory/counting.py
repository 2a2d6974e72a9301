"""Counts and corrections of stock: the numbers as they are found, not as they are sold."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from domains.inventory import ledger
from domains.inventory.errors import InvalidQuantity, StockReserved
from domains.inventory.ledger import Change, Place
from domains.inventory.types import MovementKind
from domains.kernel.ids import VariantId

_BATCH = 2_000


def set_counts(counts: Mapping[Place, int], reason: str) -> tuple[VariantId, ...]:
    """Make the stock what was counted: the variants whose numbers changed. Raises StockReserved."""
    places = sorted(counts)
    changed: list[Change] = []
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        changes = _differences({place: counts[place] for place in batch})
        _apply(changes)
        ledger.write(MovementKind.SET, changes, reason=reason)
        changed += changes
    return _variants(changed)


def set_promises(
    quantities: Mapping[VariantId, int], warehouses: Sequence[UUID], reason: str
) -> tuple[VariantId, ...]:
    """Let so many of each be free in these warehouses together: the variants whose numbers changed.

    What is reserved stays reserved. More of it comes into the first one, less of it leaves them in their
    order. Raises InvalidQuantity for more than one warehouse can hold.
    """
    variants = sorted(quantities)
    changed: list[Change] = []
    for start in range(0, len(variants), _BATCH):
        batch = {one: quantities[one] for one in variants[start : start + _BATCH]}
        changes = _towards(batch, warehouses)
        _apply(changes)
        ledger.write(MovementKind.SET, changes, reason=reason)
        changed += changes
    return _variants(changed)


def _towards(quantities: Mapping[VariantId, int], warehouses: Sequence[UUID]) -> list[Change]:
    there = ledger.locked_places([(one, place) for one in quantities for place in warehouses])
    free = {place: on_hand - reserved for place, (on_hand, reserved) in there.items()}
    changes = [
        change for one, wanted in quantities.items() for change in _moves(one, wanted, warehouses, free)
    ]
    ledger.open_places([change.place for change in changes if change.place not in there])
    return changes


def _moves(
    variant_id: VariantId, wanted: int, warehouses: Sequence[UUID], free: Mapping[Place, int]
) -> Iterator[Change]:
    surplus = sum(free.get((variant_id, place), 0) for place in warehouses) - wanted
    if surplus < 0:
        yield Change(variant_id, warehouses[0], on_hand=-surplus)
    for place in warehouses if surplus > 0 else ():
        taken = min(surplus, free.get((variant_id, place), 0))
        surplus -= taken
        if taken:
            yield Change(variant_id, place, on_hand=-taken)


def _variants(changes: Sequence[Change]) -> tuple[VariantId, ...]:
    return tuple(dict.fromkeys(VariantId(change.variant_id) for change in changes))


def _differences(counts: Mapping[Place, int]) -> list[Change]:
    ledger.open_places(sorted(counts))
    rows = ledger.locked_places(counts)
    return [
        Change(*place, on_hand=quantity - on_hand)
        for place, quantity in counts.items()
        if quantity != (on_hand := rows[place][0])
    ]


def adjust(place: Place, delta: int, reason: str) -> None:
    """Add to what is on hand, or take from it. Raises StockReserved, InvalidQuantity."""
    if delta > 0:
        ledger.open_places([place])
    change = Change(*place, on_hand=delta)
    _apply([change])
    ledger.write(MovementKind.ADJUST, [change], reason=reason)


def transfer(variant_id: VariantId, origin: Place, destination: Place, quantity: int) -> None:
    """Carry so many from one warehouse to the other. Raises StockReserved, InvalidQuantity."""
    ledger.open_places([destination])
    changes = [Change(*origin, on_hand=-quantity), Change(*destination, on_hand=quantity)]
    _apply(changes)
    ledger.write(MovementKind.TRANSFER, changes)


def _apply(changes: Sequence[Change]) -> None:
    if refused := _refused(changes):
        raise _refusal(refused[0])


def _refused(changes: Sequence[Change]) -> list[Change]:
    """Make the changes: those that could not be made."""
    applied = ledger.apply(changes)
    return [change for change in changes if change.place not in applied]


def _refusal(change: Change) -> StockReserved | InvalidQuantity:
    on_hand, reserved = ledger.locked_places([change.place]).get(change.place, (0, 0))
    facts = {"variant_id": change.variant_id, "on_hand": on_hand, "reserved": reserved}
    left = on_hand + change.on_hand
    if 0 <= left < reserved:
        detail = f"{reserved} of these are reserved for orders. Release or ship them first."
        return StockReserved(detail, **facts)
    if left < 0:
        return InvalidQuantity(f"Only {on_hand} of these are on hand.", field="quantity", **facts)
    return InvalidQuantity("That is more than one warehouse can hold.", field="quantity", **facts)
