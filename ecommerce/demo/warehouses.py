"""Brings the demo shop's stock into its warehouses."""

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.inventory.types import StockCount
from domains.kernel.ids import WarehouseId
from ecommerce.demo.shop import DemoShop


def fill(shop: DemoShop) -> int:
    """How many variants were counted: those that no warehouse has, so that sales and counts stay."""
    places = _open(shop)
    stock = {variant.sku: variant.stock for product in shop.products for variant in product.variants}
    variants = {variant.id: sku for sku, variant in catalog.get_variants_by_sku(list(stock)).items()}
    levels = inventory.get_stock_levels(tuple(variants))
    fresh = [variant_id for variant_id, level in levels.items() if not level.warehouses]
    inventory.set_stock_levels(
        tuple(
            StockCount(variant_id, places[code], quantity)
            for variant_id in fresh
            for code, quantity in stock[variants[variant_id]].items()
        ),
        reason="The shop opens",
    )
    return len(fresh)


def _open(shop: DemoShop) -> dict[str, WarehouseId]:
    places = {warehouse.code: warehouse.id for warehouse in inventory.list_warehouses()}
    for priority, place in enumerate(shop.warehouses):
        if place.code not in places:
            made = inventory.create_warehouse(
                code=place.code, name=place.name, country=place.country, priority=priority
            )
            places[place.code] = made.id
    return places
