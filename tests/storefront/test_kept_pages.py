"""Pages are made once for all guests, and each finds their own cart and a form that works on them."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.kernel.router import database_of
from tests.factories.shop import SmallShop, a_small_shop
from tests.storefront.steps import put_in_cart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> SmallShop:
    return a_small_shop()


@pytest.mark.parametrize("path", ["/", "/products/everyday-tee", "/categories/t-shirts"])
def test_a_page_that_was_made_for_one_guest_costs_the_next_no_query(shop: SmallShop, path: str) -> None:
    first = _twice(path)

    with _catalogue_asked() as asked:
        kept = Client().get(path)

    assert len(asked) == 0
    assert _without_tokens(kept) == _without_tokens(first)
    assert kept["Content-Security-Policy"] == first["Content-Security-Policy"]
    # With a token of the visitor's in it, it is for no cache in front of the shop.
    assert not any("Surrogate-Key" in page for page in (first, kept))


@pytest.mark.parametrize("path", ["/", "/products/everyday-tee", "/categories/t-shirts"])
def test_a_kept_page_is_guarded_and_counted_like_the_first(shop: SmallShop, path: str) -> None:
    first = _twice(path)

    kept = Client().get(path)

    assert _of_the_page(kept) == _of_the_page(first)
    assert {"X-Frame-Options", "X-Content-Type-Options", "Vary"} <= _of_the_page(kept).keys()
    assert kept.wsgi_request.resolver_match.route == first.wsgi_request.resolver_match.route
    assert kept.cookies.keys() == first.cookies.keys()


def test_a_guest_keeps_their_token_from_page_to_page(shop: SmallShop) -> None:
    _twice("/")
    guest = Client()
    guest.get("/")
    first = guest.cookies["csrftoken"].value

    again = guest.get("/")

    assert guest.cookies["csrftoken"].value == first
    assert _tokens(again) and _tokens(again) != _tokens(guest.get("/"))


def test_a_broken_token_is_replaced(shop: SmallShop) -> None:
    _twice("/")

    page = Client(headers={"Cookie": "csrftoken=<script>"}).get("/")

    assert page.status_code == 200
    assert re.fullmatch(r"\w{32}", page.cookies["csrftoken"].value)


def test_every_guest_can_use_the_form_of_a_kept_page(shop: SmallShop) -> None:
    _twice("/products/everyday-tee")
    guests = [Client(enforce_csrf_checks=True) for _ in range(2)]

    for guest in guests:
        page = guest.get("/products/everyday-tee")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
        assert token is not None
        added = guest.post(
            "/cart/items",
            {
                "csrfmiddlewaretoken": token[1],
                "variant_id": str(shop.tee.variants[0].id),
                "quantity": "1",
                "next": "/cart",
            },
        )
        assert added.status_code == 302, added.content
        assert _count(guest.get("/cart")) == "1"

    assert guests[0].cookies["csrftoken"].value != guests[1].cookies["csrftoken"].value


def test_a_guest_with_a_cart_sees_its_number_on_a_kept_page(shop: SmallShop) -> None:
    path = "/products/everyday-tee"
    _twice(path)
    shopper = Client()
    _put_three_in_cart(shopper, shop)

    assert _count(shopper.get(path)) == "3"
    assert _count(Client().get(path)) == ""


def test_a_page_made_for_a_guest_with_a_cart_shows_its_number_to_nobody_else(shop: SmallShop) -> None:
    path = "/categories/t-shirts"
    shopper = Client()
    _put_three_in_cart(shopper, shop)
    shopper.get(path)

    assert _count(shopper.get(path)) == "3"
    assert _count(Client().get(path)) == ""


def test_a_change_shows_at_once(shop: SmallShop) -> None:
    _twice("/products/everyday-tee")
    _twice("/")

    catalog.change_product(shop.tee.id, new=replace(catalog.get_editable(shop.tee.id), name="Sunday Tee"))

    for path in ("/products/everyday-tee", "/"):
        assert "Sunday Tee" in Client().get(path).content.decode()


def test_the_theme_has_pages_of_its_own(shop: SmallShop) -> None:
    _twice("/products/everyday-tee")

    page = Client(headers={"Cookie": "theme=dark"}).get("/products/everyday-tee")

    assert 'data-theme="dark"' in page.content.decode()


def _put_three_in_cart(shopper: Client, shop: SmallShop) -> None:
    assert put_in_cart(shopper, shop.tee, 3).status_code == 302
    # What was said about it has been read.
    del shopper.cookies["messages"]
    assert set(shopper.cookies) == {"cart"}


def _twice(path: str) -> Any:
    Client().get(path)
    return Client().get(path)


def _of_the_page(page: Any) -> dict[str, str]:
    """What is said about it, but for what each answer has of its own."""
    own = {"Content-Length", "X-Correlation-ID"}
    return {name: value for name, value in page.headers.items() if name not in own}


def _tokens(page: Any) -> list[str]:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page.content.decode())


def _without_tokens(page: Any) -> str:
    return re.sub(r'(?<=value=")\w{64}(?=")', "", page.content.decode())


def _count(page: Any) -> str:
    found = re.search(r'id="cart-count">(\d*)</span>', page.content.decode())
    assert found is not None
    return found[1]


def _catalogue_asked() -> CaptureQueriesContext:
    return CaptureQueriesContext(connections[database_of("catalog")])
