"""The storefront tells the catalogue which searches led to products and orders."""

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.models import QueryDay
from tests.factories.shop import SmallShop
from tests.storefront.steps import order

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def told(text: str) -> tuple[int, int, int]:
    catalog.fold_searches()
    return QueryDay.objects.values_list("searches", "clicks", "purchases").get(query=text)


def open_mug(visitor: Client, shop: SmallShop, came_from: str) -> None:
    page = visitor.get(f"/products/{shop.mug.slug}", headers={"Referer": came_from})
    assert page.status_code == 200


def test_a_search_an_opened_result_and_an_order_are_counted(visitor: Client, small_shop: SmallShop) -> None:
    assert visitor.get("/search?q=Mug").status_code == 200
    open_mug(visitor, small_shop, f"{HOST}/search?q=Mug&ordering=price")
    variant = small_shop.mug.variants[0].id
    visitor.post("/cart/items", {"variant_id": variant, "quantity": 2, "found_by": "Mug"})
    assert told("mug") == (1, 1, 0)
    assert order(visitor)["Location"].startswith("/checkout/thanks/")
    assert told("mug") == (1, 1, 1)


@pytest.mark.parametrize(
    "came_from",
    ["", f"{HOST}/search", f"{HOST}/categories/mugs?q=mug", "http://elsewhere.test/search?q=mug", "http://["],
)
def test_no_other_way_to_a_product_is_a_click(visitor: Client, small_shop: SmallShop, came_from: str) -> None:
    visitor.get("/search?q=mug")
    open_mug(visitor, small_shop, came_from)
    assert told("mug") == (1, 0, 0)


def test_a_click_sets_no_cookie_and_the_page_stays_kept(visitor: Client, small_shop: SmallShop) -> None:
    visitor.get("/search?q=mug")
    open_mug(visitor, small_shop, f"{HOST}/search?q=mug")
    assert not any("mug" in cookie.value and name != "seen" for name, cookie in visitor.cookies.items())
    assert told("mug") == (1, 1, 0)
