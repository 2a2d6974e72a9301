"""The cart, as plain forms and as htmx sends them."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from domains.cart import services as carts
from domains.cart.types import CouponKind, NewCoupon
from tests.factories.shop import SmallShop
from tests.storefront.steps import put_in_cart, text_of

HTMX = {"HX-Request": "true"}


def line_of(visitor: Client) -> str:
    """The id of the cart's only line."""
    (line,) = set(re.findall(r'action="/cart/items/([0-9a-f-]{36})"', visitor.get("/cart").content.decode()))
    return str(line)


def test_a_thing_put_into_the_cart_is_there(visitor: Client, small_shop: SmallShop) -> None:
    answer = put_in_cart(visitor, small_shop.mug, 2)

    assert answer.status_code == 302
    words = text_of(visitor.get("/cart"))
    assert "Morning Mug" in words
    assert "$36.00" in words


def test_the_header_counts_pieces(visitor: Client, small_shop: SmallShop) -> None:
    put_in_cart(visitor, small_shop.mug, 3)

    assert re.search(r'id="cart-count">3<', visitor.get("/about").content.decode())


def test_a_new_visitor_costs_no_query_for_the_count(visitor: Client, django_assert_num_queries) -> None:
    visitor.get("/about")

    with django_assert_num_queries(0):
        visitor.get("/about")


def test_htmx_gets_the_note_and_the_new_count(visitor: Client, small_shop: SmallShop) -> None:
    answer = visitor.post(
        "/cart/items", {"variant_id": small_shop.mug.variants[0].id, "quantity": 2}, headers=HTMX
    )
    body = answer.content.decode()

    assert "In your cart" in body
    assert re.search(r'id="cart-count" hx-swap-oob="true">2<', body)
    assert "<html" not in body


def test_more_than_there_is_is_refused_with_words(visitor: Client, small_shop: SmallShop) -> None:
    visitor.post("/cart/items", {"variant_id": small_shop.mug.variants[0].id, "quantity": 11})

    words = text_of(visitor.get("/cart"))
    assert "Your cart is empty" in words
    assert "10" in words


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1e3", "٣", "9999999999999999999999", "", "NaN", "\x00"])
def test_what_is_no_quantity_changes_nothing(visitor: Client, small_shop: SmallShop, quantity: str) -> None:
    put_in_cart(visitor, small_shop.mug, 2)

    answer = visitor.post(f"/cart/items/{line_of(visitor)}", {"quantity": quantity}, follow=True)

    assert answer.status_code == 200
    assert "$36.00" in text_of(answer)


def test_a_quantity_is_changed_and_nought_removes(visitor: Client, small_shop: SmallShop) -> None:
    put_in_cart(visitor, small_shop.mug)
    line = line_of(visitor)

    assert "$72.00" in text_of(visitor.post(f"/cart/items/{line}", {"quantity": "4"}, follow=True))
    assert "Your cart is empty" in text_of(
        visitor.post(f"/cart/items/{line}", {"quantity": "0"}, follow=True)
    )


def test_a_line_is_removed_in_place(visitor: Client, small_shop: SmallShop) -> None:
    put_in_cart(visitor, small_shop.mug)

    body = visitor.post(f"/cart/items/{line_of(visitor)}/remove", headers=HTMX).content.decode()

    assert "Your cart is empty" in body
    assert "Removed from your cart." in body


def test_somebody_elses_line_is_not_there(visitor: Client, small_shop: SmallShop) -> None:
    put_in_cart(visitor, small_shop.mug)
    line = line_of(visitor)
    stranger = Client()
    put_in_cart(stranger, small_shop.tee)

    assert stranger.post(f"/cart/items/{line}/remove").status_code == 404
    assert "Morning Mug" in text_of(visitor.get("/cart"))


def test_a_forged_cookie_opens_nothing(visitor: Client, small_shop: SmallShop) -> None:
    put_in_cart(visitor, small_shop.mug)
    stranger = Client()
    stranger.cookies["cart"] = visitor.cookies["cart"].value.rpartition(":")[0] + ":forged"

    assert "Your cart is empty" in text_of(stranger.get("/cart"))


def test_the_cookie_is_out_of_reach_of_scripts(visitor: Client, small_shop: SmallShop) -> None:
    cookie = put_in_cart(visitor, small_shop.mug).cookies["cart"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_code_takes_its_part_off_and_a_wrong_one_says_so(visitor: Client, small_shop: SmallShop) -> None:
    carts.save_coupon(NewCoupon("TEN", "A tenth off", CouponKind.PERCENTAGE, percent=Decimal(10)))
    put_in_cart(visitor, small_shop.mug)

    assert "no such coupon" in text_of(visitor.post("/cart/coupon", {"code": "NOPE"}, follow=True))
    assert "$16.20" in text_of(visitor.post("/cart/coupon", {"code": "ten"}, follow=True))
    assert "$16.20" not in text_of(visitor.post("/cart/coupon/remove", {"code": "TEN"}, follow=True))
