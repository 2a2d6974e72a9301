"""The checkout, as a browser without JavaScript walks through it."""

import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.kernel.types import Address
from domains.order import services as orders
from domains.order.types import OrderFilters
from domains.user import services as users
from ecommerce.celery import app
from tests.factories.catalog import new_tee, new_variant
from tests.factories.inventory import available
from tests.factories.shop import SmallShop
from tests.factories.user import a_member
from tests.storefront.steps import fill_in_checkout, order, put_in_cart, sign_in, text_of


@pytest.fixture
def shopper(visitor: Client, small_shop: SmallShop) -> Client:
    """Somebody with two mugs in the cart."""
    put_in_cart(visitor, small_shop.mug, 2)
    return visitor


def test_a_guest_buys(shopper: Client, small_shop: SmallShop) -> None:
    answer = order(shopper)

    assert answer.status_code == 302, text_of(answer)
    assert answer["Location"].startswith("/checkout/thanks/")
    words = text_of(shopper.get(answer["Location"]))
    assert "Thank you, Ada Byron" in words
    assert "Morning Mug" in words
    assert "Your cart is empty" in text_of(shopper.get("/cart"))
    assert available(small_shop.mug.variants[0].id) == 8


def test_a_member_buys_and_finds_the_order_in_the_account(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    sign_in(visitor, person)
    put_in_cart(visitor, small_shop.mug)

    order(visitor, email=person.email)

    (row,) = orders.list_orders(OrderFilters(user_id=person.id), cursor=None, page_size=5).results
    assert row.number in text_of(visitor.get("/account"))
    assert "Morning Mug" in text_of(visitor.get(f"/account/orders/{row.number}"))


def test_an_empty_cart_cannot_be_paid_for(visitor: Client) -> None:
    answer = visitor.get("/checkout", follow=True)

    assert answer.request["PATH_INFO"] == "/cart"
    assert "Your cart is empty" in text_of(answer)


def test_what_was_typed_stays_and_mistakes_point_to_their_fields(shopper: Client) -> None:
    answer = order(shopper, **{"email": "nobody", "shipping-city": "", "shipping-region": "Texarkana"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="nobody"' in page
    assert 'value="12 Lake Road"' in page
    assert '<a href="#id_email">Enter an e-mail address such as name@example.com.</a>' in page
    assert '<a href="#id_shipping-city">Enter the town or city.</a>' in page
    assert '<a href="#id_shipping-region">Enter the state, such as OR or Oregon.</a>' in page
    for field in ("id_email", "id_shipping-city"):
        assert re.search(rf'id="{field}_error"', page)
        assert re.search(rf'<input[^>]+aria-describedby="[^"]*{field}_error"', page)


def test_a_state_may_be_written_out(shopper: Client) -> None:
    order(shopper, **{"shipping-region": "oregon"})

    (row,) = orders.list_orders(OrderFilters(), cursor=None, page_size=5).results
    assert orders.get_order(row.id).shipping_address.region == "OR"


def test_another_country_changes_delivery_and_total_without_losing_a_word(shopper: Client) -> None:
    before = text_of(shopper.get("/checkout"))
    answer = shopper.post(
        "/checkout", fill_in_checkout(shopper, update="1", **{"shipping-country": "PT", "email": "ada@"})
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'value="ada@"' in page
    assert 'value="12 Lake Road"' in page
    assert re.search(r'<option value="PT" selected', page)
    assert _total(text_of(answer)) != _total(before)
    assert 'id="errors"' not in page


def test_the_delivery_chosen_is_the_one_that_is_charged(shopper: Client) -> None:
    page = shopper.get("/checkout").content.decode()
    methods = re.findall(r'name="shipping_method" value="([^"]+)"', page)
    update = fill_in_checkout(shopper, shipping_method=methods[1], update="1")
    shown = _total(text_of(shopper.post("/checkout", update)))

    answer = order(shopper, shipping_method=methods[1], expected_total=shown.lstrip("$"))

    assert shown in text_of(shopper.get(answer["Location"]))


def test_an_invoice_may_go_elsewhere(shopper: Client) -> None:
    sent = fill_in_checkout(
        shopper,
        **{
            "billing-name": "Byron & Co",
            "billing-line1": "1 Ledger Lane",
            "billing-city": "Lisbon",
            "billing-postal_code": "1100-148",
            "billing-country": "PT",
        },
    )
    del sent["billing_same"]

    answer = shopper.post("/checkout", sent)

    assert "1 Ledger Lane" in text_of(shopper.get(answer["Location"]))


def test_a_declined_card_charges_nothing_and_lets_the_shopper_try_again(
    shopper: Client, small_shop: SmallShop
) -> None:
    declined = order(shopper, payment="test:tok_decline")

    assert declined.status_code == 402
    assert "Nothing was charged" in text_of(declined)
    assert 'value="12 Lake Road"' in declined.content.decode()
    assert available(small_shop.mug.variants[0].id) == 10
    assert order(shopper)["Location"].startswith("/checkout/thanks/")


def test_a_bank_that_asks_is_asked(shopper: Client) -> None:
    answer = order(shopper, payment="test:tok_3ds")

    assert re.match(r"/checkout/3ds/[0-9a-f-]{36}$", answer["Location"])
    assert "Confirm this payment" in text_of(shopper.get(answer["Location"]))
    done = shopper.post(answer["Location"], {"outcome": "success"}, follow=True)
    assert "Thank you, Ada Byron" in text_of(done)


def test_a_bank_that_is_refused_brings_the_cart_back(shopper: Client) -> None:
    answer = order(shopper, payment="test:tok_3ds")

    back = shopper.post(answer["Location"], {"outcome": "failure"}, follow=True)

    assert back.request["PATH_INFO"] == "/checkout"
    assert "Nothing was charged" in text_of(back)


def test_a_slow_gateway_shows_a_page_that_asks_again(
    shopper: Client, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECKOUT_TIME_BUDGET_S = 0.2
    monkeypatch.setitem(app.conf, "task_always_eager", False)  # the worker is busy elsewhere

    answer = order(shopper, payment="test:tok_slow")

    assert answer["Location"].startswith("/checkout/finishing/")
    waiting = shopper.get(answer["Location"])
    assert waiting.status_code == 202
    assert '<meta http-equiv="refresh" content="2">' in waiting.content.decode()
    assert Client().get(answer["Location"]).status_code == 404
    app.control.purge()


def test_nobody_else_can_confirm_the_payment(shopper: Client) -> None:
    page = order(shopper, payment="test:tok_3ds")["Location"]

    assert Client().get(page).status_code == 404
    assert Client().post(page, {"outcome": "success"}).status_code == 404


def test_a_button_pressed_twice_orders_once(shopper: Client) -> None:
    sent = fill_in_checkout(shopper)

    first = shopper.post("/checkout", sent)
    second = shopper.post("/checkout", sent)

    assert first["Location"] == second["Location"]
    assert len(orders.list_orders(OrderFilters(), cursor=None, page_size=5).results) == 1


def test_a_price_that_changed_is_shown_before_anything_is_paid(
    shopper: Client, small_shop: SmallShop
) -> None:
    sent = fill_in_checkout(shopper)
    dearer = new_tee(
        "morning-mug", name="Morning Mug", category="kitchen", variants=(new_variant("MUG", "25.00"),)
    )
    catalog.save_product(dearer)

    answer = shopper.post("/checkout", sent)

    assert answer.status_code == 409
    assert "The total has changed" in text_of(answer)
    assert "$50.00" in text_of(answer)
    assert not orders.list_orders(OrderFilters(), cursor=None, page_size=5).results


def test_what_sold_out_meanwhile_is_said_and_nothing_is_charged(
    shopper: Client, small_shop: SmallShop
) -> None:
    sent = fill_in_checkout(shopper)
    other = Client()
    put_in_cart(other, small_shop.mug, 9)
    order(other)

    answer = shopper.post("/checkout", sent, follow=True)

    assert answer.request["PATH_INFO"] == "/cart"
    assert "Thank you" not in text_of(answer)
    assert 'class="note' in answer.content.decode()


def test_the_thanks_are_only_for_whoever_ordered(shopper: Client) -> None:
    page = order(shopper)["Location"]

    assert shopper.get(page).status_code == 200
    assert Client().get(page).status_code == 404


def test_an_order_is_followed_by_number_and_address(shopper: Client) -> None:
    number = order(shopper)["Location"].rpartition("/")[2]
    stranger = Client()

    wrong = stranger.post("/orders/track", {"number": number, "email": "eve@people.test"})
    right = stranger.post("/orders/track", {"number": f" {number.lower()} ", "email": "ADA@people.test"})

    assert "We have no order with this number" in text_of(wrong)
    assert right.status_code == 302
    assert "Morning Mug" in text_of(stranger.get(right["Location"]))


def test_a_made_up_tracking_link_leads_nowhere(visitor: Client) -> None:
    assert visitor.get("/orders/track/abc:def").status_code == 404


def test_a_member_sees_the_saved_address(visitor: Client, small_shop: SmallShop) -> None:
    person = a_member()
    users.add_address(
        person.id,
        address=Address(
            name="Ada Byron", line1="7 Harbour Street", city="Bergen", postal_code="5003", country="NO"
        ),
        is_default=True,
    )
    sign_in(visitor, person)
    put_in_cart(visitor, small_shop.mug)

    page = visitor.get("/checkout").content.decode()

    assert 'value="7 Harbour Street"' in page
    assert re.search(r'<option value="NO" selected', page)
    assert f'value="{person.email}"' in page


def test_htmx_gets_delivery_and_sums_in_place(shopper: Client) -> None:
    body = shopper.post(
        "/checkout/quote",
        fill_in_checkout(shopper, **{"shipping-country": "PT"}),
        headers={"HX-Request": "true"},
    ).content.decode()

    assert 'id="quoted"' in body
    assert 'id="summary"' in body
    assert "<html" not in body


@pytest.mark.parametrize("field", ["country", "region", "postal_code"])
def test_a_nul_in_an_address_that_is_being_typed_costs_no_total(
    visitor: Client, small_shop: SmallShop, field: str
) -> None:
    put_in_cart(visitor, small_shop.mug)
    typed = fill_in_checkout(visitor) | {f"shipping-{field}": "\0"}
    for path in ("/checkout/quote", "/checkout"):
        assert visitor.post(path, typed).status_code in (200, 422)


def _total(words: str) -> str:
    found = re.search(r"Place order and pay (\$[\d.,]+)", words)
    assert found
    return found[1]
