"""What inventory does when something happened."""

from collections.abc import Mapping

from domains.catalog import services as catalog
from domains.catalog.events import StockCounted
from domains.inventory import services
from domains.inventory.events import StockChanged
from domains.kernel import bus, context
from domains.kernel.ids import VariantId


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
    """Let as many be promised as a file of products says; a fresh shop gets a warehouse for them."""
    if not any(warehouse.active for warehouse in services.list_warehouses()):
        services.create_warehouse(code="main", name="Main warehouse", country="US")
    services.promise_stock(
        {one.variant_id: one.quantity for one in event.counts},
        count=f"count {context.current().causation_id}",
        reason=f"import {event.import_id}",
    )


def _present(event: StockChanged) -> Mapping[VariantId, int]:
    levels = services.get_availability(event.variant_ids)
    return {variant_id: level.available for variant_id, level in levels.items()}


SUBSCRIPTIONS: bus.Subscriptions = (
    (StockChanged, record_availability),
    (StockCounted, shelve_counted_stock),
)
