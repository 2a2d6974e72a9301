"""Choosing a currency: what is shown in it, what is not sold in it, and what becomes of the cart."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.types import OtherPrice, Product
from domains.kernel.money import Money
from domains.user import services as users
from tests.factories.catalog import a_category, a_product, new_variant
from tests.factories.inventory import stock
from tests.factories.user import a_member
from tests.storefront.steps import counting_queries, put_in_cart, sign_in, text_of

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Shelf:
    """A lamp for $40 or €35, reduced from €50, and a mug that is sold in dollars alone."""

    lamp: Product
    mug: Product


@pytest.fixture
def shelf(settings) -> Iterator[Shelf]:
    settings.CURRENCIES = ("USD", "EUR")
    cache.clear()
    a_category("things")
    yield Shelf(goods("lamp", "40.00", ("50.00", "35.00")), goods("mug", "12.00"))
    cache.clear()


def goods(slug: str, dollars: str, euros: tuple[str, ...] = ()) -> Product:
    other = (OtherPrice(*(Money.of(one, "EUR") for one in euros)),) if euros else ()
    product = a_product(slug, category="things", variants=(new_variant(slug, dollars, other_prices=other),))
    stock(product.variants[0].id, east=10)
    return product


def in_euros(visitor: Client | None = None) -> Client:
    visitor = visitor or Client()
    visitor.post("/currency", {"currency": "EUR"})
    text_of(visitor.get("/about"))  # where the message about it is read
    return visitor


def test_a_visitor_chooses_a_currency_and_is_back_on_the_page(shelf: Shelf) -> None:
    visitor = Client()
    page = visitor.get("/search?q=lamp").content.decode()
    assert re.findall(r'<option value="(\w+)"(?: selected)?>', page.split('id="currency"')[1])[:2] == [
        "USD",
        "EUR",
    ]
    answer = visitor.post("/currency", {"currency": "EUR", "next": "/search?q=lamp&cursor=abc"})
    assert (answer.status_code, answer["Location"]) == (302, "/search?q=lamp")
    assert int(visitor.cookies["currency"]["max-age"]) > 300 * 24 * 3600
    words = text_of(visitor.get("/search?q=lamp"))
    assert "Prices are in euros now." in words
    assert "€35.00" in words and "$" not in words


def test_every_list_shows_what_is_sold_in_the_currency_at_that_price(shelf: Shelf) -> None:
    visitor = in_euros()
    for path in ("/", "/categories/things", "/search", "/search?ordering=price&max_price=36"):
        words = text_of(visitor.get(path))
        assert "€35.00" in words and "Lamp" in words, path
        assert "$40.00" not in words and "$12.00" not in words, path
    assert "Only what is sold in euros is shown." in text_of(visitor.get("/search"))
    suggested = visitor.get("/search/suggest?q=lam", headers={"HX-Request": "true"})
    assert "€35.00" in text_of(suggested)


def test_the_product_page_and_what_machines_read_of_it_are_in_the_currency(shelf: Shelf) -> None:
    page = in_euros().get("/products/lamp").content.decode()
    assert "€35.00" in page and "$40.00" not in page
    (data,) = (
        one
        for one in map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page))
        if one["@type"] == "Product"
    )
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("35.00", "EUR")


def test_what_is_not_sold_in_the_currency_says_so_and_offers_one_in_which_it_is(shelf: Shelf) -> None:
    visitor = in_euros()
    page = visitor.get("/products/mug")
    assert "Not sold in euros" in text_of(page) and "$12.00" in text_of(page)
    assert b"Add to cart" not in page.content
    assert b'<button class="button" name="currency" value="USD">' in page.content
    refused = put_in_cart(visitor, shelf.mug)
    assert refused.status_code == 302
    assert "Mug has no price in euros." in text_of(visitor.get("/cart"))
    visitor.post("/currency", {"currency": "USD", "next": "/products/mug"})
    assert b"Add to cart" in visitor.get("/products/mug").content


def test_what_is_asked_for_by_name_is_shown_with_a_word_about_it(shelf: Shelf) -> None:
    person, visitor = a_member(), Client()
    sign_in(visitor, person)
    in_euros(visitor)
    visitor.get("/products/lamp")
    visitor.get("/products/mug")
    for one in (shelf.lamp, shelf.mug):
        catalog.add_wish(person.id, product_id=one.id)
    for path in ("/account/wishlist", f"/compare?ids={shelf.lamp.id},{shelf.mug.id}", "/"):
        words = text_of(visitor.get(path))
        assert "€35.00" in words and "$12.00 Not sold in euros" in words, path


def test_a_cart_is_begun_in_the_currency_and_follows_it(shelf: Shelf) -> None:
    visitor = in_euros()
    put_in_cart(visitor, shelf.lamp, 2)
    assert "Total so far €70.00" in text_of(visitor.get("/cart"))
    visitor.post("/currency", {"currency": "USD", "next": "/cart"})
    words = text_of(visitor.get("/cart"))
    assert "Prices are in US dollars now, and so is your cart." in words
    assert "Total so far $80.00" in words


def test_the_cart_says_which_line_has_no_price_in_the_currency(shelf: Shelf) -> None:
    visitor = Client()
    put_in_cart(visitor, shelf.lamp)
    put_in_cart(visitor, shelf.mug)
    visitor.post("/currency", {"currency": "EUR", "next": "/cart"})
    words = text_of(visitor.get("/cart"))
    assert "Not sold in it: Mug." in words
    assert "Mug has no price in euros. Take it out to check out, or pay in another currency." in words
    assert "Total so far €35.00" in words and "€0.00" not in words
    assert "Pay in US dollars" in words
    refused = visitor.get("/checkout", follow=True)
    assert refused.redirect_chain == [("/cart", 302)]
    assert "Not everything in your cart is sold in euros" in text_of(refused)


def test_of_many_lines_without_a_price_some_are_named_and_the_others_counted(shelf: Shelf) -> None:
    visitor = Client()
    for number in range(5):
        put_in_cart(visitor, goods(f"cup-{number}", "3.00"))
    visitor.post("/currency", {"currency": "EUR"})
    words = text_of(visitor.get("/about"))
    assert "Not sold in it: Cup 0, Cup 1, Cup 2 and 2 more." in words


def test_a_cart_that_was_begun_elsewhere_in_another_currency_offers_the_way(shelf: Shelf) -> None:
    visitor = Client()
    put_in_cart(visitor, shelf.lamp)
    visitor.cookies["currency"] = "EUR"
    page = visitor.get("/cart")
    assert "Your cart is in US dollars, and you see prices in euros." in text_of(page)
    put_in_cart(visitor, shelf.lamp)
    assert "Total so far €70.00" in text_of(visitor.get("/cart"))


def test_a_member_finds_their_currency_on_another_device(shelf: Shelf) -> None:
    person, here, there = a_member(), Client(), Client()
    sign_in(here, person)
    in_euros(here)
    assert users.get_profile(person.id).currency == "EUR"
    sign_in(there, person)
    assert "€35.00" in text_of(there.get("/products/lamp"))


def test_what_a_guest_chose_is_kept_for_the_member_and_their_cart(shelf: Shelf) -> None:
    person, visitor = a_member(), Client()
    in_euros(visitor)
    put_in_cart(visitor, shelf.lamp)
    sign_in(visitor, person)
    assert users.get_profile(person.id).currency == "EUR"
    assert "Total so far €35.00" in text_of(visitor.get("/cart"))


def test_a_page_that_is_kept_for_guests_is_kept_by_currency(shelf: Shelf) -> None:
    euros, dollars = Client(), Client()
    euros.cookies["currency"] = "EUR"
    for _ in range(3):
        assert "€35.00" in text_of(euros.get("/products/lamp"))
        assert "$40.00" in text_of(dollars.get("/products/lamp"))
    with counting_queries() as asked:
        euros.get("/products/lamp")
        dollars.get("/products/lamp")
    assert asked == []


@pytest.mark.parametrize("given", ["GBP", "", "nothing", "EUR\0"])
def test_the_shop_sells_in_nothing_else(shelf: Shelf, given: str) -> None:
    visitor = Client()
    answer = visitor.post("/currency", {"currency": given, "next": "https://elsewhere.test/"})
    assert (answer["Location"], "currency" in visitor.cookies) == ("/", False)
    assert "Choose US dollars or euros" in text_of(visitor.get("/"))
    visitor.cookies["currency"] = given or "x"
    assert "$40.00" in text_of(visitor.get("/products/lamp"))


def test_where_one_currency_is_sold_in_there_is_nothing_to_choose(shelf: Shelf, settings) -> None:
    settings.CURRENCIES = ("USD",)
    page = Client().get("/search")
    assert b'action="/currency"' not in page.content
    assert "Prices in US dollars." in text_of(page)
