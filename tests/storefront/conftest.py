"""A small shop: one category, a T-shirt in two colours and two sizes, a mug, and stock for both."""

from dataclasses import dataclass

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.types import Product
from tests.factories.catalog import a_category, new_tee, new_variant
from tests.factories.inventory import stock


@dataclass(frozen=True)
class SmallShop:
    tee: Product
    mug: Product


@pytest.fixture
def small_shop(db: None) -> SmallShop:
    a_category("clothing", description="What to wear.")
    a_category("t-shirts", parent="clothing")
    a_category("kitchen")
    tee = catalog.save_product(new_tee("everyday-tee", category="t-shirts", brand="Fell & Row"))
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
        stock(variant.id, east=10)
    return SmallShop(catalog.get_product(tee.id), catalog.get_product(mug.id))


@pytest.fixture
def visitor(small_shop: SmallShop) -> Client:
    """A browser that has never been here."""
    return Client()
