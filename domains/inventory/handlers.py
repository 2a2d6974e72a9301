"""What inventory does when something happened."""

from collections.abc import Mapping

import structlog

from domains.catalog import services as catalog
from domains.catalog.events import StockCounted
from domains.inventory import services
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

    A count below what orders hold is not taken: their goods stay promised.
    """
    warehouse = _first_warehouse()
    levels = tuple(StockCount(one.variant_id, warehouse.id, one.quantity) for one in event.counts)
    left = services.shelve_count(
        levels, count=f"count {context.current().causation_id}", reason=f"import {event.import_id}"
    )
    if left:
        log.warning("counted less than is reserved", variant_ids=[str(variant_id) for variant_id in left])


def _first_warehouse() -> Warehouse:
    warehouses = [warehouse for warehouse in services.list_warehouses() if warehouse.active]
    if warehouses:
        return warehouses[0]
    return services.create_warehouse(code="main", name="Main warehouse", country="US")


def _present(event: StockChanged) -> Mapping[VariantId, int]:
    levels = services.get_availability(event.variant_ids)
    return {variant_id: level.available for variant_id, level in levels.items()}


SUBSCRIPTIONS: bus.Subscriptions = (
    (StockChanged, record_availability),
    (StockCounted, shelve_counted_stock),
)
