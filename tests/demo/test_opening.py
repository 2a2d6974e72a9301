"""The demo shop opens whole, quickly, and only once."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from domains.catalog import services as catalog
from domains.catalog.types import ProductFilters
from domains.inventory import services as inventory
from domains.order import services as orders
from domains.order.types import OrderFilters, OrderStatus
from domains.user import services as users
from ecommerce.demo import load

pytestmark = pytest.mark.django_db


def opened(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def figures() -> tuple[object, ...]:
    rows = orders.list_orders(OrderFilters(), page_size=100).results
    return (
        len(rows),
        len(inventory.list_movements(page_size=100)),
        sum(one.product_count for one in catalog.get_category_tree()),
        [one.product_count for one in catalog.list_collections()],
        catalog.rebuild_rows(),
    )


def test_the_shop_opens_with_everything_in_it_and_only_once():
    assert "products" in opened()
    shop = load()
    assert sum(one.product_count for one in catalog.get_category_tree()) == len(shop.products)
    card = catalog.list_products(ProductFilters(in_stock=True, min_rating=4)).results[0]
    product = catalog.get_product(card.slug)
    assert product.media and product.rating.count and product.variants[0].picture
    assert users.authenticate(email="shopper@example.com", password="demo-shop-login").first_name == "Linnea"
    placed = orders.list_orders(OrderFilters(), page_size=100).results
    assert len(placed) >= 15
    assert {one.status for one in placed} >= {
        OrderStatus.COMPLETED,
        OrderStatus.SHIPPED,
        OrderStatus.CONFIRMED,
    }
    assert orders.list_orders(OrderFilters(email="shopper@example.com")).results

    before = figures()
    began = time.monotonic()
    assert "already" in opened()
    assert time.monotonic() - began < 2
    opened("--again")
    assert figures() == before
