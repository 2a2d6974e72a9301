"""A small shop: one T-shirt in two colours and two sizes, a mug, and stock for both."""

from dataclasses import dataclass

from domains.catalog import services as catalog
from domains.catalog.types import Product
from tests.factories.catalog import a_category, new_tee, new_variant
from tests.factories.inventory import stock


@dataclass(frozen=True)
class SmallShop:
    tee: Product
    mug: Product


def a_small_shop(*, each: int = 10) -> SmallShop:
    """Two products that can be bought, so many of each variant."""
    a_category("clothing", description="What to wear.", illustration="tshirt #d9d2c0 #5b6b46")
    a_category("t-shirts", parent="clothing")
    a_category("kitchen", illustration="mug #d9d2c0 #b2552f")
    tee = catalog.save_product(
        new_tee("everyday-tee", category="t-shirts", brand="Fell & Row", illustration="tshirt")
    )
    mug = catalog.save_product(
        new_tee(
            "morning-mug",
            name="Morning Mug",
            category="kitchen",
            variants=(new_variant("MUG", "18.00"),),
            illustration="mug",
        )
    )
    for variant in (*tee.variants, *mug.variants):
        stock(variant.id, east=each)
    return SmallShop(catalog.get_product(tee.id), catalog.get_product(mug.id))
