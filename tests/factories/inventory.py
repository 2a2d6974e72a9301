"""Stock for tests, made through the services."""

from domains.inventory import services as inventory
from domains.inventory.types import StockLine, Warehouse
from domains.kernel.ids import VariantId, new_id


def a_warehouse(code: str = "east", *, priority: int = 0, country: str = "US") -> Warehouse:
    """An open, empty warehouse."""
    return inventory.create_warehouse(code=code, name=f"Warehouse {code}", country=country, priority=priority)


def a_variant(**on_hand: int) -> VariantId:
    """A variant of which so many are on hand in the warehouses of these codes."""
    variant_id = VariantId(new_id())
    stock(variant_id, **on_hand)
    return variant_id


def stock(variant_id: VariantId, **on_hand: int) -> None:
    """Count so many of the variant in the warehouses of these codes; they are made when missing."""
    known = {warehouse.code: warehouse for warehouse in inventory.list_warehouses()}
    for priority, (code, quantity) in enumerate(on_hand.items()):
        warehouse = known.get(code) or a_warehouse(code, priority=priority)
        inventory.set_stock(variant_id, warehouse_id=warehouse.id, quantity=quantity, reason="for a test")


def lines(*wanted: tuple[VariantId, int]) -> tuple[StockLine, ...]:
    """`(variant, quantity)` pairs as stock lines."""
    return tuple(StockLine(variant_id, quantity) for variant_id, quantity in wanted)


def available(variant_id: VariantId) -> int:
    """How many of the variant can be promised now."""
    return inventory.get_availability([variant_id])[variant_id].available
