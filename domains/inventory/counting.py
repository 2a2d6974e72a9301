"""Counts and corrections of stock: the numbers as they are found, not as they are sold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domains.inventory import ledger
from domains.inventory.errors import InvalidQuantity, StockReserved
from domains.inventory.ledger import Change, Place
from domains.inventory.types import MovementKind
from domains.kernel.ids import VariantId

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Counted:
    """The variants whose numbers changed, and those that were left because more is reserved."""

    changed: tuple[VariantId, ...]
    left: tuple[VariantId, ...]


def set_counts(counts: Mapping[Place, int], reason: str, *, leave_reserved: bool = False) -> Counted:
    """Make the stock what was counted. Raises StockReserved, unless what is reserved is left alone."""
    places = sorted(counts)
    changed: list[Change] = []
    left: list[Change] = []
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        changes = _differences({place: counts[place] for place in batch})
        refused = _refused(changes)
        if refused and not leave_reserved:
            raise _refusal(refused[0])
        left_out = {change.place for change in refused}
        applied = [change for change in changes if change.place not in left_out]
        ledger.write(MovementKind.SET, applied, reason=reason)
        changed, left = changed + applied, left + refused
    return Counted(_variants(changed), _variants(left))


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
