"""Leaving an address at something that is sold out, without JavaScript."""

import pytest
from django.test import Client

from domains.catalog.types import Product
from tests.factories.catalog import a_product
from tests.factories.inventory import stock
from tests.factories.shop import SmallShop
from tests.factories.user import a_member, new_email
from tests.storefront.steps import sign_in, text_of


@pytest.fixture
def gone(small_shop: SmallShop) -> Product:
    return a_product("river-tee", name="River Tee", available=0)


def ask(visitor: Client, product: Product, email: str, **more):
    given = {"variant_id": product.variants[0].id, "email": email}
    return visitor.post("/back-in-stock", given, **more)


def test_a_guest_leaves_an_address_and_can_take_it_back(visitor: Client, gone: Product) -> None:
    assert "Tell me when it is back" in text_of(visitor.get("/products/river-tee"))
    email = new_email()

    asked = ask(visitor, gone, email)
    page = text_of(visitor.get(asked["Location"]))
    assert f"We write to {email} once, when River Tee, Moss, S is back" in page

    assert "We will not write" in text_of(visitor.post(asked["Location"]))
    assert visitor.get(asked["Location"]).status_code == 404


def test_a_member_finds_their_address_filled_in(visitor: Client, gone: Product) -> None:
    person = a_member()
    sign_in(visitor, person)

    assert f'value="{person.email}"' in visitor.get("/products/river-tee").content.decode()


def test_a_wrong_address_stays_to_be_mended(visitor: Client, gone: Product) -> None:
    answer = ask(visitor, gone, "ada@people")

    assert answer.status_code == 422
    assert 'value="ada@people"' in answer.content.decode()
    assert "Enter an e-mail address such as name@example.com." in text_of(answer)


def test_what_came_back_meanwhile_can_be_bought_at_once(visitor: Client, gone: Product) -> None:
    stock(gone.variants[0].id, east=1)

    answer = ask(visitor, gone, new_email(), follow=True)

    assert answer.request["PATH_INFO"] == "/products/river-tee"
    assert "It is in stock: you can buy it now." in text_of(answer)


def test_somebody_who_asks_too_often_is_told_when_to_try_again(visitor: Client, gone: Product) -> None:
    for _ in range(20):
        assert ask(visitor, gone, new_email()).status_code == 302

    answer = ask(visitor, gone, new_email())

    assert answer.status_code == 429
    assert "Please try again in an hour." in text_of(answer)


@pytest.mark.parametrize("variant", ["", "nonsense", "00000000-0000-0000-0000-000000000001"])
def test_no_choice_is_told(visitor: Client, small_shop: SmallShop, variant: str) -> None:
    answer = visitor.post("/back-in-stock", {"variant_id": variant, "email": new_email()}, follow=True)

    assert "Choose what you are waiting for first." in text_of(answer)


def test_a_link_that_nobody_made_is_not_found(visitor: Client, small_shop: SmallShop) -> None:
    assert visitor.get("/back-in-stock/abc.def").status_code == 404
    assert visitor.post("/back-in-stock/abc.def").status_code == 404
