"""The storefront tells the catalogue which searches led to products and orders."""

import html
import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.models import QueryDay
from tests.factories.shop import SmallShop
from tests.storefront.steps import counting_queries, hidden_value, order

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


def test_the_page_hands_on_the_words_through_another_choice_into_the_cart(
    visitor: Client, small_shop: SmallShop
) -> None:
    visitor.get("/search?q=Tee <b>")
    page = visitor.get("/products/everyday-tee", headers={"Referer": f"{HOST}/search?q=Tee+%3Cb%3E"})
    assert hidden_value(page.content.decode(), "found_by") == "Tee &lt;b&gt;"
    choice = html.unescape(re.findall(r'class="pick[^>]*href="([^"]+)"', page.content.decode())[-1])
    assert choice.startswith("?variant=") and choice.endswith("&found_by=Tee%20%3Cb%3E")
    there = visitor.get(
        f"/products/everyday-tee{choice}", headers={"Referer": f"{HOST}/products/everyday-tee"}
    )
    found_by = html.unescape(hidden_value(there.content.decode(), "found_by"))
    clean = re.search(r'rel="canonical" href="([^"]+)"', there.content.decode())
    assert clean and clean[1].endswith("/products/everyday-tee")
    variant = hidden_value(there.content.decode(), "variant_id")
    visitor.post("/cart/items", {"variant_id": variant, "quantity": 1, "found_by": found_by})
    order(visitor)
    assert told("tee <b>") == (1, 1, 1)


def test_a_link_that_somebody_sent_tells_of_no_search(visitor: Client, small_shop: SmallShop) -> None:
    for headers in ({}, {"Referer": "http://elsewhere.test/products/morning-mug"}):
        page = visitor.get("/products/morning-mug?found_by=mug", headers=headers).content.decode()
        assert hidden_value(page, "found_by") == "" and "found_by=mug" not in page


def test_one_page_is_kept_for_all_searches(small_shop: SmallShop) -> None:
    address = "/products/everyday-tee"
    for _ in range(2):
        Client().get(address, headers={"Referer": f"{HOST}/search?q=first"})
    with counting_queries() as queries:
        own = Client().get(address, headers={"Referer": f"{HOST}/search?q=second"})
        none = Client().get(address)
        carried = Client().get(f"{address}?found_by=third", headers={"Referer": f"{HOST}{address}"})
    assert not queries
    pages = [page.content.decode() for page in (own, none, carried)]
    assert not any("first" in page for page in pages)
    assert ["&amp;found_by=" in page for page in pages] == [True, False, True]
    assert [hidden_value(page, "found_by") for page in pages] == ["second", "", "third"]


def test_a_click_sets_no_cookie_and_the_page_stays_kept(visitor: Client, small_shop: SmallShop) -> None:
    visitor.get("/search?q=mug")
    open_mug(visitor, small_shop, f"{HOST}/search?q=mug")
    assert not any("mug" in cookie.value and name != "seen" for name, cookie in visitor.cookies.items())
    assert told("mug") == (1, 1, 0)
