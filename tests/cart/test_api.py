"""The cart over HTTP, for guests and members."""

import pytest
from django.test import Client

from domains.cart.models import Cart
from domains.kernel.ids import new_id
from tests.factories.cart import a_cart, a_coupon, five_off, goods
from tests.factories.user import a_member, client_of, send, signed_in

pytestmark = pytest.mark.django_db
USD = {"currency": "USD"}


def guest(token: str = "") -> Client:
    return Client(headers={"X-Cart-Token": token} if token else {})


def begin(variant, quantity: int = 1) -> tuple[Client, dict]:
    body = send(guest(), "post", "cart/items", {"variant_id": str(variant), "quantity": quantity}).json()
    return guest(body["token"]), body


def test_looking_at_a_cart_that_was_not_begun_makes_none():
    answer = send(guest(), "get", "cart")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    nothing = {"amount": "0.00", **USD}
    assert answer.json() == {
        "id": None,
        "token": "",
        "items": [],
        "coupons": [],
        "totals": dict.fromkeys(("subtotal", "discount", "shipping", "tax", "total"), nothing),
        "currency": "USD",
        "warnings": [],
    }


def test_a_guest_begins_a_cart_and_comes_back_with_its_token():
    shirt = goods("19.99", stock=9, name="Linen shirt")
    answer = send(guest(), "post", "cart/items", {"variant_id": str(shirt), "quantity": 2})
    assert answer.status_code == 201
    body = answer.json()
    item = body["items"][0]
    assert {name: item[name] for name in ("variant_id", "name", "quantity", "available")} == {
        "variant_id": str(shirt),
        "name": "Linen shirt",
        "quantity": 2,
        "available": 9,
    }
    assert item["unit_price"] == {"amount": "19.99", **USD}
    assert item["subtotal"] == body["totals"]["total"] == {"amount": "39.98", **USD}
    assert send(guest(body["token"]), "get", "cart").json() == body


def test_the_same_variant_adds_up_and_more_than_there_is_is_a_conflict():
    shirt = goods(stock=3)
    client, _ = begin(shirt, 2)
    line = {"variant_id": str(shirt), "quantity": 1}
    assert send(client, "post", "cart/items", line).json()["items"][0]["quantity"] == 3
    refused = send(client, "post", "cart/items", line)
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert refused.json()["available"] == 3


@pytest.mark.parametrize(
    "quantity", [0, -1, 1000, True, 1.0, 1.5, 1e3, "1", "1e3", "\uff11", 2**63, None, [], {}]
)
def test_a_quantity_that_is_no_whole_number_from_1_to_999_is_a_bad_request(quantity):
    client, body = begin(goods())
    for method, path in (("post", "cart/items"), ("patch", f"cart/items/{body['items'][0]['id']}")):
        refused = send(
            client, method, path, {"variant_id": body["items"][0]["variant_id"], "quantity": quantity}
        )
        assert refused.status_code == 400
        assert [error["field"] for error in refused.json()["errors"]] == ["quantity"]


@pytest.mark.parametrize("literal", ["1e309", "NaN", "Infinity", "-0.0", "9" * 400])
def test_numbers_that_json_hardly_knows_are_a_bad_request(literal):
    variant = goods()
    raw = f'{{"variant_id": "{variant}", "quantity": {literal}}}'
    refused = Client().post("/api/v1/cart/items", raw, content_type="application/json")
    assert refused.status_code == 400


def test_a_variant_that_is_none_is_not_found_and_no_cart_is_begun():
    refused = send(guest(), "post", "cart/items", {"variant_id": str(new_id()), "quantity": 1})
    assert (refused.status_code, refused.json()["code"]) == (404, "variant_not_found")
    assert not Cart.objects.exists()
    broken = send(guest(), "post", "cart/items", {"variant_id": "x", "quantity": 1})
    assert broken.status_code == 400


def test_an_item_is_changed_and_taken_out():
    client, body = begin(goods("10.00", stock=5))
    path = f"cart/items/{body['items'][0]['id']}"
    changed = send(client, "patch", path, {"quantity": 4})
    assert changed.json()["totals"]["subtotal"]["amount"] == "40.00"
    emptied = send(client, "delete", path)
    assert (emptied.status_code, emptied.json()["items"]) == (200, [])
    assert send(client, "delete", path).status_code == 404


def test_another_cart_is_out_of_reach():
    mine, _ = begin(goods())
    _, other = begin(goods())
    path = f"cart/items/{other['items'][0]['id']}"
    assert send(mine, "patch", path, {"quantity": 2}).status_code == 404
    assert send(mine, "delete", path).status_code == 404
    assert send(guest(other["id"]), "get", "cart").json()["id"] is None
    assert send(guest(), "patch", path, {"quantity": 2}).status_code == 404


def test_a_member_has_a_cart_without_a_token():
    member = a_member()
    shirt = goods()
    body = send(client_of(member), "post", "cart/items", {"variant_id": str(shirt), "quantity": 1}).json()
    assert body["token"] == ""
    assert send(client_of(member), "get", "cart").json()["id"] == body["id"]
    assert send(signed_in(), "get", "cart").json()["id"] is None


def test_a_member_who_carries_a_guests_token_finds_those_goods_in_their_cart():
    member, shirt, hat = a_member(), goods(), goods()
    _, begun = begin(shirt, 2)
    a_cart((hat, 1), user_id=member.id)
    client = client_of(member)
    body = send(client, "get", "cart", **{"X-Cart-Token": begun["token"]}).json()
    assert {item["variant_id"]: item["quantity"] for item in body["items"]} == {str(shirt): 2, str(hat): 1}
    assert send(guest(begun["token"]), "get", "cart").json()["id"] is None


def test_a_coupon_goes_in_and_out():
    client, _ = begin(goods("50.00"))
    a_coupon("TENTH")
    body = send(client, "post", "cart/coupons", {"code": "tenth"}).json()
    assert body["coupons"] == [
        {"code": "TENTH", "description": "10 % off", "discount": {"amount": "5.00", **USD}}
    ]
    assert body["totals"]["total"]["amount"] == "45.00"
    assert send(client, "delete", "cart/coupons", {"code": "TENTH"}).json()["coupons"] == []
    send(client, "post", "cart/coupons", {"code": "tenth"})
    assert send(client, "delete", "cart/coupons?code=TENTH").json()["coupons"] == []


def test_a_coupon_that_does_not_work_says_why():
    client, _ = begin(goods("10.00"))
    five_off("BIG", minimum=None, limit=0)
    a_coupon("TENTH", active=False)
    for code, expected in (
        ("NOSUCH", "coupon_invalid"),
        ("TENTH", "coupon_invalid"),
        ("BIG", "coupon_used_up"),
    ):
        refused = send(client, "post", "cart/coupons", {"code": code})
        assert (refused.status_code, refused.json()["code"]) == (422, expected)


def test_ways_of_sending_are_listed_with_prices():
    client, _ = begin(goods("10.00"))
    body = send(client, "get", "cart/shipping-methods?country=us&postal_code=94607").json()
    assert [(way["code"], way["price"]["amount"]) for way in body["results"]] == [
        ("standard", "5.95"),
        ("express", "14.95"),
    ]
    assert (body["next"], body["previous"]) == (None, None)


def test_ways_of_sending_need_a_country_and_a_cart():
    client, _ = begin(goods("10.00"))
    assert send(client, "get", "cart/shipping-methods").status_code == 400
    assert send(client, "get", "cart/shipping-methods?country=ZZ").json()["code"] == "country_not_served"
    assert send(guest(), "get", "cart/shipping-methods?country=US").json()["code"] == "cart_empty"
