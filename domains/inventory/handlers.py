"""What inventory does when something happened."""

from collections.abc import Mapping

import structlog

from domains.catalog import services as catalog
from domains.catalog.events import StockCounted
from domains.inventory import services
from domains.inventory.errors import StockReserved
from domains.inventory.events import StockChanged
from domains.inventory.types import StockCount, Warehouse
from domains.kernel import bus, context
from domains.kernel.ids import VariantId

log = structlog.get_logger(__name__)


def record_availability(event: StockChanged) -> None:
    """Tell the catalogue what can be promised now.

    The numbers are read again after they were told: of two deliveries at once, the one that
    told last sees whether it told what was true before.
    """
    told = None
    while told != (present := _present(event)):
        catalog.record_availability(present)
        told = present


def shelve_counted_stock(event: StockCounted) -> None:
    """Put what a file of products counted into the first warehouse; a fresh shop gets one.

    Once: counted again after a sale, the goods would be there twice.
    """
    warehouse = _first_warehouse()
    counts = tuple(StockCount(one.variant_id, warehouse.id, one.quantity) for one in event.counts)
    reason, once = f"import {event.import_id}", f"count {context.current().causation_id}"
    try:
        services.set_stock_levels(counts, reason=reason, once=once)
    except StockReserved:
        for count in counts:
            _set_unless_reserved(count, reason, once=f"{once} {count.variant_id}")


def _first_warehouse() -> Warehouse:
    warehouses = [warehouse for warehouse in services.list_warehouses() if warehouse.active]
    if warehouses:
        return warehouses[0]
    return services.create_warehouse(code="main", name="Main warehouse", country="US")


def _set_unless_reserved(count: StockCount, reason: str, *, once: str) -> None:
    """A count below what orders hold is not taken: their goods stay promised."""
    try:
        services.set_stock(
            count.variant_id,
            warehouse_id=count.warehouse_id,
            quantity=count.quantity,
            reason=reason,
            once=once,
        )
    except StockReserved:
        log.warning("counted less than is reserved", variant_id=str(count.variant_id), counted=count.quantity)


def _present(event: StockChanged) -> Mapping[VariantId, int]:
    levels = services.get_availability(event.variant_ids)
    return {variant_id: level.available for variant_id, level in levels.items()}


SUBSCRIPTIONS: bus.Subscriptions = (
    (StockChanged, record_availability),
    (StockCounted, shelve_counted_stock),
)
