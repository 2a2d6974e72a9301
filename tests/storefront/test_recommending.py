"""What the shop shows beside what was asked for."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from tests.factories.catalog import a_product
from tests.factories.shop import SmallShop
from tests.factories.user import a_member

pytestmark = pytest.mark.django_db


def headings(answer) -> list[str]:
    return re.findall(r"<h[23][^>]*>(?:<a[^>]*>)?([^<]+)", answer.content.decode())


def bought(*products, by=None):
    catalog.record_purchase(new_id(), quantities={one.variants[0].id: 1 for one in products}, user_id=by)
    catalog.fold_purchases()


def test_a_product_page_shows_what_was_bought_with_it_and_what_is_like_it(
    visitor: Client, small_shop: SmallShop
) -> None:
    a_product("rain-tee", category="t-shirts")
    bought(small_shop.tee, small_shop.mug)
    seen = headings(visitor.get("/products/everyday-tee"))
    first = seen.index("Often bought with Everyday Tee")
    assert seen[first : first + 4] == [
        "Often bought with Everyday Tee",
        "Morning Mug",
        "Similar to Everyday Tee",
        "Rain Tee",
    ]


def test_a_product_page_costs_five_queries_of_the_catalogue(visitor: Client, small_shop: SmallShop) -> None:
    bought(small_shop.tee, small_shop.mug)
    with CaptureQueriesContext(connections[database_of("catalog")]) as asked:
        visitor.get("/products/everyday-tee")
    assert len(asked) <= 5


def test_the_front_page_shows_what_is_popular_this_week_once(visitor: Client, small_shop: SmallShop) -> None:
    for number in range(9):
        a_product(f"newer-{number}")
    assert "Popular this week" not in headings(visitor.get("/"))
    bought(small_shop.mug)
    seen = headings(visitor.get("/?again"))
    assert seen[seen.index("Popular this week") + 1] == "Morning Mug"
    assert seen.count("Morning Mug") == 1


def test_the_cart_shows_what_goes_with_it(visitor: Client, small_shop: SmallShop) -> None:
    bought(small_shop.tee, small_shop.mug)
    assert "Goes well with your cart" not in headings(visitor.get("/cart"))
    visitor.post("/cart/items", {"variant_id": small_shop.mug.variants[0].id, "quantity": 1})
    page = visitor.get("/cart")
    seen = headings(page)
    assert seen[seen.index("Goes well with your cart") + 1] == "Everyday Tee"
    assert "Often bought with Morning Mug" in page.content.decode()


def test_the_front_page_shows_a_member_what_is_chosen_for_them(
    visitor: Client, small_shop: SmallShop
) -> None:
    a_product("rain-tee", category="t-shirts")
    person = a_member()
    visitor.force_login(get_user_model().objects.get(id=person.id))
    assert "Chosen for you" not in headings(visitor.get("/"))
    bought(small_shop.tee, by=person.id)
    with CaptureQueriesContext(connections[database_of("catalog")]) as asked:
        page = visitor.get("/")
    assert "Chosen for you" in headings(page)
    assert "Similar to Everyday Tee" in page.content.decode()
    assert "Chosen for you" not in headings(Client().get("/"))
    assert len([one for one in asked.captured_queries if "catalog_" in one["sql"]]) <= 6
