"""Lists, searches, filters and orderings by price, in a currency that is not the shop's own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from domains.catalog.types import Ordering, OtherPrice, ProductCard, ProductFilters, SearchResults
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import UserId, new_id
from domains.kernel.money import Money
from domains.kernel.router import database_of
from tests.factories.catalog import a_category, a_product, new_variant, usd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]
EUROS = ProductFilters(currency="EUR")


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def costs(slug: str, dollars: str, *euros: str, **changes: object) -> None:
    """A mug for so many dollars and, where they are given, so many euros; the second is the reduced price."""
    other = (OtherPrice(*(eur(one) for one in euros)),) if euros else ()
    a_product(slug, name=f"Mug {slug}", variants=(new_variant(slug, dollars, other_prices=other),), **changes)


@pytest.fixture
def mugs() -> None:
    """The dearest in dollars is the cheapest in euros, and one has no price in euros."""
    a_category("mugs")
    costs("plain", "10.00", "30.00", category="mugs")
    costs("fine", "40.00", "12.00", category="mugs")
    costs("reduced", "20.00", "25.00", "15.00", category="mugs")
    costs("dollars-only", "15.00", category="mugs")


def slugs(found: SearchResults) -> list[str]:
    return [card.slug for card in found.results]


def price_ranges(found: SearchResults) -> list[tuple[str, str, int]]:
    (facet,) = (one for one in found.facets if one.name == "price")
    return [(one.value, one.label, one.count) for one in facet.values]


@pytest.mark.parametrize("words", ["", "mug"])
def test_only_what_has_a_price_in_the_currency_is_found_and_sorted_by_that_price(
    mugs: None, words: str
) -> None:
    rising = catalog.search_products(words, filters=EUROS, ordering=Ordering.PRICE)
    assert slugs(rising) == ["fine", "reduced", "plain"]
    assert [(card.price, card.sale_price) for card in rising.results] == [
        (eur("12.00"), None),
        (eur("25.00"), eur("15.00")),
        (eur("30.00"), None),
    ]
    falling = catalog.search_products(words, filters=EUROS, ordering=Ordering.PRICE_DOWN)
    assert slugs(falling) == ["plain", "reduced", "fine"]
    assert (rising.total, falling.total) == (3, 3)
    assert sorted(slugs(catalog.search_products(words, filters=EUROS))) == ["fine", "plain", "reduced"]


def test_prices_are_narrowed_and_counted_in_the_currency(mugs: None) -> None:
    some = ProductFilters(currency="EUR", min_price=Decimal("13"), max_price=Decimal("30"))
    found = catalog.search_products("", filters=some, ordering=Ordering.PRICE)
    assert slugs(found) == ["reduced", "plain"]
    assert price_ranges(found) == [("10-24.99", "€10 to €25", 2), ("25-49.99", "€25 to €50", 1)]
    reduced = ProductFilters(currency="EUR", on_sale=True)
    assert slugs(catalog.search_products("mug", filters=reduced)) == ["reduced"]
    assert slugs(catalog.search_products("", filters=ProductFilters(on_sale=True))) == []


def test_the_shops_own_currency_shows_everything_at_its_own_price(mugs: None) -> None:
    for filters in (ProductFilters(), ProductFilters(currency="USD")):
        found = catalog.search_products("mug", filters=filters, ordering=Ordering.PRICE)
        assert slugs(found) == ["plain", "dollars-only", "reduced", "fine"]
        assert {card.price.currency for card in found.results} == {"USD"}
        assert price_ranges(found) == [("10-24.99", "$10 to $25", 3), ("25-49.99", "$25 to $50", 1)]


def test_a_currency_in_which_nothing_has_a_price_finds_nothing(mugs: None) -> None:
    for words in ("", "mug"):
        for ordering in (None, Ordering.PRICE):
            found = catalog.search_products(words, filters=ProductFilters(currency="CHF"), ordering=ordering)
            assert (found.total, found.results) == (0, ())


@pytest.mark.parametrize("ordering", Ordering)
@pytest.mark.parametrize("words", ["", "mug"])
def test_pages_in_a_currency_go_on_where_the_last_one_ended_and_back(
    mugs: None, words: str, ordering: Ordering
) -> None:
    def page(cursor: str | None) -> SearchResults:
        return catalog.search_products(words, filters=EUROS, ordering=ordering, cursor=cursor, page_size=1)

    first = page(None)
    second = page(first.next)
    third = page(second.next)
    seen = [*slugs(first), *slugs(second), *slugs(third)]
    assert (sorted(seen), third.next) == (["fine", "plain", "reduced"], None)
    assert slugs(page(third.previous)) == slugs(second)


def test_the_cheapest_variant_of_each_currency_is_shown() -> None:
    small = new_variant("S", "10.00", attributes={"Size": "S"}, other_prices=(OtherPrice(eur("20.00")),))
    large = new_variant("L", "30.00", attributes={"Size": "L"}, other_prices=(OtherPrice(eur("18.00")),))
    dollars = new_variant("XL", "5.00", attributes={"Size": "XL"})
    a_product("tee", variants=(small, large, dollars))
    (card,) = catalog.search_products("", filters=EUROS).results
    assert card.price == eur("18.00")
    (card,) = catalog.search_products("").results
    assert card.price == usd("5.00")


def test_what_is_kept_in_another_currency_is_shown_in_the_shops_own_where_it_has_a_price() -> None:
    variant = replace(new_variant("M", other_prices=(OtherPrice(usd("11.00")),)), price=eur("9.00"))
    a_product("import", variants=(variant,))
    a_product("euros-only", variants=(replace(new_variant("N"), price=eur("7.00")),))
    dollars = catalog.search_products("", filters=ProductFilters(currency="USD"))
    assert [card.price for card in dollars.results] == [usd("11.00")]
    euros = catalog.search_products("", filters=EUROS, ordering=Ordering.PRICE)
    assert [card.price for card in euros.results] == [eur("7.00"), eur("9.00")]


def test_what_is_priced_in_another_currency_from_now_on_has_no_second_price_in_it() -> None:
    before = new_variant("M", "10.00", other_prices=(OtherPrice(eur("7.00")), OtherPrice(Money.of(6, "GBP"))))
    product = a_product("import", variants=(before,))
    after = replace(new_variant("M"), price=eur("9.00"))
    catalog.change_variant(product.id, variant_id=product.variants[0].id, variant=after)
    (variant,) = catalog.get_product("import").variants
    assert (variant.price, variant.other_prices) == (eur("9.00"), (OtherPrice(Money.of(6, "GBP")),))
    assert [card.price for card in catalog.search_products("", filters=EUROS).results] == [eur("9.00")]


def test_suggestions_have_a_price_in_the_currency(mugs: None) -> None:
    found = catalog.suggest_products("mu", currency="EUR").products
    assert {card.slug: card.price for card in found} == {
        "plain": eur("30.00"),
        "fine": eur("12.00"),
        "reduced": eur("25.00"),
    }
    assert len(catalog.suggest_products("mu").products) == 4
    with pytest.raises(InvalidInput):
        catalog.suggest_products("mu", currency="nothing")


def test_a_price_that_is_taken_away_takes_the_product_off_the_list(mugs: None) -> None:
    product = catalog.get_product("fine")
    catalog.change_variant(
        product.id, variant_id=product.variants[0].id, variant=new_variant("fine", "40.00", other_prices=())
    )
    assert sorted(slugs(catalog.search_products("", filters=EUROS))) == ["plain", "reduced"]


def test_the_api_lists_and_searches_in_the_currency(mugs: None) -> None:
    guest = APIClient()
    for path in ("products", "products/search"):
        body = guest.get(f"/api/v1/{path}?currency=eur&ordering=price&max_price=15").json()
        assert [(one["slug"], one["price"], one["currency"]) for one in body["results"]] == [
            ("fine", {"amount": "12.00", "currency": "EUR"}, "EUR"),
            ("reduced", {"amount": "25.00", "currency": "EUR"}, "EUR"),
        ]
    suggested = guest.get("/api/v1/products/suggest?q=fine&currency=eur").json()["products"]
    assert [one["price"]["currency"] for one in suggested] == ["EUR"]
    assert guest.get("/api/v1/products/suggest?q=fine&currency=XXQ").status_code == 400


def test_a_category_in_a_currency_is_one_query(mugs: None) -> None:
    filters = ProductFilters(currency="EUR", category="mugs")
    with CaptureQueriesContext(connections[database_of("catalog")]) as asked:
        found: tuple[ProductCard, ...] = catalog.list_products(filters, ordering=Ordering.PRICE).results
    assert ([card.slug for card in found], len(asked)) == (["fine", "reduced", "plain"], 1)


def test_what_is_asked_for_by_name_is_there_at_its_own_price_where_it_has_no_other(mugs: None) -> None:
    known = {slug: catalog.get_product(slug).id for slug in ("reduced", "dollars-only")}
    person = UserId(new_id())
    for product_id in known.values():
        catalog.add_wish(person, product_id=product_id)
    wishes = [one.card for one in catalog.list_wishes(person, currency="EUR")]
    told = (
        catalog.get_products(tuple(known.values()), currency="EUR").values(),
        catalog.get_products_by_slug(tuple(known), currency="EUR").values(),
        [one.card for one in catalog.get_compared(tuple(known.values()), currency="EUR")],
        reversed(wishes),
    )
    for cards in told:
        assert [(card.slug, card.price, card.sale_price) for card in cards if card] == [
            ("reduced", eur("25.00"), eur("15.00")),
            ("dollars-only", usd("15.00"), None),
        ]


def test_recommendations_can_be_bought_in_the_currency(mugs: None) -> None:
    asked = catalog.get_product("dollars-only").id
    around = [one.card for one in catalog.list_around([asked], currency="EUR")]
    popular = [one.card for one in catalog.list_popular(limit=10, currency="EUR")]
    for cards in (around, popular):
        assert {card.slug: card.price for card in cards} == {
            "plain": eur("30.00"),
            "fine": eur("12.00"),
            "reduced": eur("25.00"),
        }
    assert len(catalog.list_popular(limit=10)) == 4
    body = APIClient().get("/api/v1/products/recommendations?currency=EUR&product=plain").json()
    assert sorted(one["slug"] for one in body["results"]) == ["fine", "reduced"]
    for unknown in ("XXQ", "EUR%00", "%00"):
        assert APIClient().get(f"/api/v1/products/recommendations?currency={unknown}").status_code == 400
