"""Checkout and orders over HTTP."""

import json

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.models import QueryDay
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from domains.order import services as order
from domains.order.types import OrderStatus
from domains.payment import services as payment
from tests.factories.cart import a_cart, goods
from tests.factories.inventory import available
from tests.factories.order import a_form, an_order
from tests.factories.payment import charged_at_gateway
from tests.factories.user import a_member, client_of, send, signed_in

pytestmark = pytest.mark.django_db


def form(card: str = "tok_ok", **changes) -> dict:
    return {**a_form(card), **changes}


def guest_of(cart) -> Client:
    return Client(headers={"X-Cart-Token": cart.token})


def checkout(client: Client, card: str = "tok_ok", key: str = "", **changes):
    headers = {"Idempotency-Key": key} if key else {}
    return send(client, "post", "cart/checkout", form(card, **changes), **headers)


def test_a_guest_checks_out():
    mug = goods("19.99", stock=5)
    answer = checkout(guest_of(a_cart((mug, 2))))
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "private, no-store"
    body = answer.json()
    assert (body["status"], body["payment_status"]) == ("confirmed", "paid")
    assert body["subtotal"] == {"amount": "39.98", "currency": "USD"}
    assert body["items"][0]["product_snapshot"]["sku"] == body["items"][0]["sku"]
    assert body["addresses"]["shipping"]["city"] == "Oakland"
    assert body["payments"][0]["status"] == "captured"
    assert [(row["from"], row["to"]) for row in body["history"]] == [("pending", "confirmed")]
    assert body["next_action"] is None
    assert send(Client(), "get", f"orders/{body['id']}?token={body['tracking_token']}").json() == body


def test_a_search_that_led_to_a_click_and_an_order_is_counted():
    mug = goods("19.99", stock=5)
    catalog.record_search("mug", found=1)
    product = catalog.get_variants([mug])[mug].product_id
    for _ in range(3):
        opened = send(Client(), "get", f"products/{product}?found_by=Mug")
        assert opened.status_code == 200
        assert opened["Cache-Control"] == "private, no-store"
    body = {"variant_id": str(mug), "quantity": 1, "found_by": "Mug"}
    basket = send(Client(), "post", "cart/items", body)
    assert basket.status_code == 201
    buyer = Client(headers={"X-Cart-Token": basket.json()["token"]})
    assert checkout(buyer, "tok_decline").status_code == 402
    assert checkout(buyer, key="search").status_code == 201
    assert checkout(buyer, key="search").status_code == 201
    catalog.fold_searches()
    counted = QueryDay.objects.values_list("searches", "clicks", "purchases").get(query="mug")
    assert counted == (1, 3, 1)


def test_a_decline_is_402_with_the_reason_and_the_order():
    mug = goods(stock=5)
    basket = a_cart((mug, 1))
    answer = checkout(guest_of(basket), "tok_decline")
    assert answer.status_code == 402
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["code"], body["decline_code"]) == ("payment_declined", "card_declined")
    assert body["detail"] == "The card was declined."
    assert available(mug) == 5
    again = {"order_id": body["order_id"], "gateway": "test", "method_token": "tok_ok"}
    paid = send(guest_of(basket), "post", "payments/process", again, **{"Idempotency-Key": "again"})
    assert paid.status_code == 201
    assert paid.json()["status"] == "confirmed"


def test_three_d_secure_is_202_until_the_payer_confirms():
    answer = checkout(guest_of(a_cart((goods(), 1))), "tok_3ds")
    assert answer.status_code == 202
    body = answer.json()
    action = body["next_action"]
    assert action["type"] == "three_d_secure"
    assert action["url"] == f"/checkout/3ds/{action['payment_id']}"
    confirmed = send(Client(), "post", f"payments/{action['payment_id']}/confirm", {"outcome": "success"})
    assert (confirmed.status_code, confirmed.json()["status"]) == (200, "captured")
    now = send(Client(), "get", f"orders/{body['id']}", **{"X-Order-Token": body["tracking_token"]})
    assert now.json()["status"] == "confirmed"


def test_what_ran_out_is_409_with_the_lines(monkeypatch):
    from domains.cart import services as cart
    from domains.inventory import services as inventory
    from domains.inventory.types import StockLine
    from tests.factories.cart import an_address

    mug = goods(stock=2)
    basket = a_cart((mug, 2))
    quote = cart.quote_cart(basket.id, address=an_address(), shipping_method="standard")
    monkeypatch.setattr(cart, "quote_cart", lambda *_, **__: quote)
    inventory.reserve_stock(new_id(), lines=(StockLine(mug, 1),))
    answer = checkout(guest_of(basket))
    assert answer.status_code == 409
    assert answer.json()["code"] == "insufficient_stock"
    assert answer.json()["lines"] == [{"variant_id": str(mug), "requested": 2, "available": 1}]


@pytest.mark.parametrize("expected", ["19.00", {"amount": "19.00", "currency": "USD"}])
def test_another_total_than_the_shopper_saw_is_409(expected):
    answer = checkout(guest_of(a_cart((goods("20.00"), 1))), expected_total=expected)
    assert answer.status_code == 409
    body = answer.json()
    assert body["code"] == "price_changed"
    assert body["expected"] == {"amount": "19.00", "currency": "USD"}
    assert body["total"]["currency"] == "USD"


def test_a_repeated_request_gets_the_first_answer_though_its_cart_is_closed():
    client = guest_of(a_cart((goods(), 1)))
    first, again = checkout(client, key="k-1"), checkout(client, key="k-1")
    assert again.status_code == first.status_code == 201
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert again.json() == first.json()
    other = checkout(client, key="k-1", note="another body")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_repeated_decline_is_the_same_decline_and_no_second_order():
    client = guest_of(a_cart((goods(), 1)))
    first, again = checkout(client, "tok_decline", key="k-1"), checkout(client, "tok_decline", key="k-1")
    assert (again.status_code, again.content) == (402, json_bytes(first))
    assert again["Content-Type"] == "application/problem+json"
    assert len(order.list_orders()) == 1


def json_bytes(answer) -> bytes:
    return json.dumps(answer.json(), separators=(",", ":"), ensure_ascii=False).encode()


def test_lines_are_ordered_without_a_cart():
    mug = goods(stock=5)
    ada = a_member()
    body = {**form(), "lines": [{"variant_id": str(mug), "quantity": 2}]}
    del body["email"]
    answer = send(client_of(ada), "post", "orders", body)
    assert answer.status_code == 201
    assert answer.json()["email"] == ada.email
    assert available(mug) == 3


@pytest.mark.parametrize("quantity", [0, -1, 1000, 1.5, "2", True, None, 2**63, "1e3"])
def test_a_quantity_is_a_whole_number_from_1_to_999(quantity):
    body = {**form(), "lines": [{"variant_id": str(goods()), "quantity": quantity}]}
    assert send(Client(), "post", "orders", body).status_code == 400
    assert len(order.list_orders()) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"note": "4242 4242 4242 4242"},
        {"shipping_address": {**a_form()["shipping_address"], "line2": "4242424242424242"}},
        {"payment": {"gateway": "test", "method_token": "4242424242424242"}},
    ],
)
def test_a_card_number_in_any_field_is_refused(changes):
    answer = checkout(guest_of(a_cart((goods(), 1))), **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, "card_data_refused")
    assert b"4242" not in answer.content


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"payment": {"gateway": "stripe", "method_token": "pm_1"}}, 422, "gateway_unknown"),
        ({"payment": {"gateway": "test", "method_token": "tok_x"}}, 422, "payment_method_invalid"),
        ({"shipping_method": "by-balloon"}, 422, "shipping_method_unknown"),
        ({"email": "nobody"}, 400, "invalid_input"),
        ({"shipping_address": {}}, 400, "invalid_input"),
        ({"expected_total": "NaN"}, 400, "invalid_input"),
        ({"expected_total": 19.0}, 400, "invalid_input"),
    ],
)
def test_what_is_wrong_is_named(changes, status, code):
    answer = checkout(guest_of(a_cart((goods(), 1))), **changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(order.list_orders()) == 0


# --- Whose order it is ---------------------------------------------------------------------------


def test_somebody_elses_order_is_not_there():
    ada = a_member()
    found = an_order(user_id=ada.id)
    for path in (f"orders/{found.id}", f"orders/{found.id}/events"):
        assert send(client_of(ada), "get", path).status_code == 200
        assert send(signed_in(), "get", path).status_code == 404
        assert send(Client(), "get", path).status_code == 401
        assert send(signed_in(Role.SUPPORT), "get", path).status_code == 200
    assert send(signed_in(), "post", f"orders/{found.id}/cancel", {}).status_code == 404
    assert send(signed_in(), "get", f"payments/{found.payments[0].id}").status_code == 404
    assert order.get_order(found.id).status is OrderStatus.CONFIRMED


def test_a_member_lists_own_orders_and_staff_all():
    ada = a_member()
    mine = an_order(user_id=ada.id)
    an_order(email="bob@example.com")
    listed = send(client_of(ada), "get", "orders?email=bob@example.com").json()["results"]
    assert listed == []
    assert [row["number"] for row in send(client_of(ada), "get", "orders").json()["results"]] == [mine.number]
    staff = signed_in(Role.SUPPORT)
    assert len(send(staff, "get", "orders").json()["results"]) == 2
    assert len(send(staff, "get", "orders?email=BOB@example.com").json()["results"]) == 1
    assert send(Client(), "get", "orders").status_code == 401


def test_guests_track_an_order_by_number_and_address_or_by_link():
    found = an_order()
    by_number = send(Client(), "get", f"orders/track?number={found.number}&email=ada@example.com")
    assert by_number.json()["id"] == str(found.id)
    token = order.get_tracking_token(found.id)
    assert send(Client(), "get", f"orders/track?token={token}").json()["id"] == str(found.id)
    for query in (f"number={found.number}&email=eve@example.com", f"token={token}x"):
        assert send(Client(), "get", f"orders/track?{query}").status_code == 404
    assert send(Client(), "get", "orders/track").status_code == 400


# --- What may be done with it -----------------------------------------------------------------------


def test_its_member_cancels_an_order_and_is_refunded():
    ada = a_member()
    found = an_order(user_id=ada.id)
    answer = send(client_of(ada), "post", f"orders/{found.id}/cancel", {"reason": "Too late"})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["payment_status"]) == ("cancelled", "refunded")
    assert body["history"][-1]["by"] == f"user:{ada.id}"
    assert charged_at_gateway() == 0
    assert send(client_of(ada), "post", f"orders/{found.id}/cancel", {}).status_code == 200


def test_some_items_are_called_off_once_under_one_key():
    ada = a_member()
    found = an_order(quantity=4, user_id=ada.id)
    wish = {"items": [{"id": str(found.lines[0].id), "quantity": 2}], "reason": "Two are enough"}

    def ask(**headers):
        return send(client_of(ada), "post", f"orders/{found.id}/cancel", wish, **headers)

    first, again = (ask(**{"Idempotency-Key": "k" * 255}) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    body = first.json()
    assert (body["status"], body["payment_status"]) == ("confirmed", "partially_refunded")
    assert body["items"][0]["cancelled"] == 2
    wish["items"][0]["quantity"] = 1
    reused = ask(**{"Idempotency-Key": "k" * 255})
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    for quantity, status in ((3, 409), (0, 400), ("1e3", 400), (True, 400), (None, 400)):
        wish["items"][0]["quantity"] = quantity
        assert ask().status_code == status
    assert order.get_order(found.id).lines[0].cancelled == 2


def test_staff_move_an_order_on_and_an_illegal_way_is_409_with_the_legal_ones():
    found, staff = an_order(), signed_in(Role.WAREHOUSE)
    refused = send(staff, "put", f"orders/{found.id}/status", {"status": "delivered"})
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal_transition")
    assert refused.json()["legal"] == ["cancelled", "processing"]
    for status in ("processing", "shipped", "delivered", "return_requested", "returned"):
        moved = send(staff, "put", f"orders/{found.id}/status", {"status": status, "reason": "ok"})
        assert moved.json()["status"] == status
    assert send(staff, "post", f"orders/{found.id}/cancel", {}).json()["code"] == "cannot_cancel"
    assert send(staff, "put", f"orders/{found.id}/status", {"status": "refunded"}).status_code == 409
    payment.refund_payment(found.payments[0].id, amount=None, reason="Returned", key="r")
    assert order.get_order(found.id).status is OrderStatus.REFUNDED


def test_only_staff_move_orders_on():
    ada = a_member()
    found = an_order(user_id=ada.id)
    for client, status in ((Client(), 401), (client_of(ada), 403), (signed_in(Role.MERCHANDISER), 403)):
        assert (
            send(client, "put", f"orders/{found.id}/status", {"status": "processing"}).status_code == status
        )
