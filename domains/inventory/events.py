"""What happened to stock."""

from uuid import UUID

from domains.inventory.types import StockLine
from domains.kernel.events import Event, event
from domains.kernel.ids import ReservationId, VariantId


@event("inventory.stock_changed.v1", stream="change_id")
class StockChanged(Event):
    """What can be promised of these variants is another number now."""

    change_id: UUID
    variant_ids: tuple[VariantId, ...]


@event("inventory.reservation_expired.v1", stream="reservation_id")
class ReservationExpired(Event):
    """A reservation ran out of time; its stock is free again."""

    reservation_id: ReservationId
    reference_id: UUID
    lines: tuple[StockLine, ...]
