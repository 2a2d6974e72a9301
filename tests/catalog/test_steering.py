"""What merchandisers pin to the top of a search, and what they have count more or less."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import (
    BoostNotFound,
    InvalidBoost,
    InvalidPins,
    PinsNotFound,
    PinsTaken,
)
from domains.catalog.search import steering
from domains.catalog.types import BoostKind, Ordering, Product, ProductFilters
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals, signed_in
from tests.catalog.test_api import signed_in as an_api_client
from tests.catalog.test_search import slugs
from tests.factories.catalog import a_category, a_product

pytestmark = pytest.mark.django_db


def pin(query: str, *products: Product) -> Any:
    return catalog.save_pins(queries=[query], product_ids=[one.id for one in products])


def boost(kind: BoostKind, value: str, factor: str, *queries: str) -> Any:
    return catalog.save_boost(kind=kind, value=value, factor=Decimal(factor), queries=queries)


def found(text: str, **filters: Any) -> list[str]:
    return slugs(catalog.search_products(text, filters=ProductFilters(**filters)))


@pytest.mark.usefixtures("engine")
class TestPins:
    def test_they_stand_first_in_their_order_whether_the_words_fit_or_not(self) -> None:
        hats = [a_product(f"hat-{number}", name=f"Hat {number}") for number in range(3)]
        scarf = a_product("scarf", name="Scarf")
        pin("hat", scarf, hats[0])
        results = catalog.search_products("hats")
        assert slugs(results)[:2] == ["scarf", "hat-0"]
        assert sorted(slugs(results)[2:]) == ["hat-1", "hat-2"]
        assert results.pinned == (scarf.id, hats[0].id)
        assert results.total == 4
        pin("wool hat", hats[2])
        assert found("hat")[0] == "scarf"

    @pytest.mark.parametrize("typed", ["scarf", "hat or scarf", "scarf -hat", "my hat"])
    def test_another_search_has_its_own_order(self, typed: str) -> None:
        a_product("hat", name="Hat")
        a_product("scarf", name="Scarf")
        pin("hat", a_product("pinned", name="Mug"))
        results = catalog.search_products(typed)
        assert "pinned" not in slugs(results)
        assert results.pinned == ()

    def test_what_is_not_public_or_filtered_away_is_not_shown(self) -> None:
        a_product("hat", name="Hat", brand="Halden")
        pinned = a_product("scarf", name="Scarf", brand="Other")
        pin("hat", pinned)
        assert found("hat", brand=("halden",)) == ["hat"]
        catalog.archive_product(pinned.id)
        assert found("hat") == ["hat"]

    def test_pages_hold_every_product_once(self) -> None:
        hats = [a_product(f"hat-{number}", name=f"Hat {number}") for number in range(5)]
        pin("hat", hats[4], hats[1])
        first = catalog.search_products("hat", page_size=3)
        second = catalog.search_products("hat", page_size=3, cursor=first.next)
        assert slugs(first)[:2] == ["hat-4", "hat-1"]
        assert sorted(slugs(first) + slugs(second)) == [f"hat-{number}" for number in range(5)]
        assert second.pinned == ()

    def test_a_shopper_who_sorts_sees_that_order(self) -> None:
        hats = [a_product(f"hat-{number}", name=f"Hat {number}") for number in range(3)]
        pin("hat", hats[2])
        results = catalog.search_products("hat", ordering=Ordering.NAME)
        assert slugs(results) == ["hat-0", "hat-1", "hat-2"]
        assert results.pinned == ()

    def test_a_slip_of_the_pen_leads_to_the_pins_of_what_was_meant(self) -> None:
        a_product("jacket", name="Jacket")
        pin("jacket", a_product("coat", name="Coat"))
        assert found("jakcet") == ["coat", "jacket"]

    def test_a_change_counts_at_once(self) -> None:
        hat, cap = a_product("hat", name="Hat"), a_product("cap", name="Cap")
        pins = pin("hat", cap)
        assert found("hat") == ["cap", "hat"]
        catalog.save_pins(pins.id, queries=["hat"], product_ids=[hat.id, cap.id])
        assert found("hat") == ["hat", "cap"]
        catalog.remove_pins(pins.id)
        assert found("hat") == ["hat"]


@pytest.mark.usefixtures("engine")
class TestBoosts:
    @pytest.fixture(autouse=True)
    def _goods(self, engine: str) -> None:
        a_category("hats")
        a_category("winter", parent="hats")
        a_product(
            "long",
            name="Hat for long walks in rough weather",
            category="winter",
            brand="Halden",
            tags=("cosy",),
        )
        a_product("plain", name="Hat", tags=("plain",))

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (BoostKind.BRAND, "halden"),
            (BoostKind.CATEGORY, "winter"),
            (BoostKind.CATEGORY, "hats"),
            (BoostKind.TAG, "cosy"),
            (BoostKind.PRODUCT, "long"),
        ],
    )
    def test_what_counts_more_comes_earlier(self, kind: BoostKind, value: str) -> None:
        assert found("hat") == ["plain", "long"]
        boosted = boost(kind, value, "10")
        assert found("hat") == ["long", "plain"]
        catalog.save_boost(boosted.id, kind=kind, value=value, factor=Decimal("0.5"))
        assert found("hat") == ["plain", "long"]

    def test_one_of_a_search_counts_there_alone(self) -> None:
        boost(BoostKind.BRAND, "halden", "10", "wool hat", "cap")
        assert found("hat") == ["plain", "long"]
        boost(BoostKind.PRODUCT, "long", "10", "hats")
        assert found("hat") == ["long", "plain"]

    def test_several_are_multiplied_and_pins_come_before(self) -> None:
        boost(BoostKind.BRAND, "halden", "10")
        boost(BoostKind.TAG, "cosy", "0.1")
        assert found("hat") == ["plain", "long"]
        catalog.save_pins(queries=["hat"], product_ids=[catalog.get_product("long").id])
        assert found("hat") == ["long", "plain"]

    def test_suggestions_follow(self) -> None:
        boost(BoostKind.BRAND, "halden", "10")
        assert [card.slug for card in catalog.suggest_products("hat").products] == ["long", "plain"]

    def test_it_ends_when_it_is_removed(self) -> None:
        boosted = boost(BoostKind.BRAND, "halden", "10")
        catalog.remove_boost(boosted.id)
        assert found("hat") == ["plain", "long"]
        assert catalog.list_boosts() == ()


def test_neither_costs_a_search_a_query(django_assert_max_num_queries) -> None:
    hat = a_product("hat", name="Hat", brand="Halden")
    pin("hat", hat)
    boost(BoostKind.BRAND, "halden", "2")
    catalog.search_products("lamp")
    with django_assert_max_num_queries(2):
        assert found("hat") == ["hat"]


def test_pins_that_cannot_be_kept_are_refused_with_what_to_do(monkeypatch) -> None:
    hat = a_product("hat", name="Hat")
    monkeypatch.setattr(steering, "MOST_PINS", 1)
    refused = [
        ([], [hat.id], "queries", "the search that"),
        (['"hat"'], [hat.id], "queries", "letters, digits"),
        (["hat"], [], "products", "at least one product"),
        (["hat"], [new_id()], "products", "not there any more"),
        (["hat"], [hat.id, new_id()], "products", "at most 1"),
    ]
    for queries, products, field, said in refused:
        with pytest.raises(InvalidPins, match=said) as refusal:
            catalog.save_pins(queries=queries, product_ids=products)
        assert refusal.value.facts["field"] == field
    pin("hat", hat)
    with pytest.raises(PinsTaken, match="“Hats” has pins already"):
        pin("Hats", hat)
    monkeypatch.setattr(steering, "MOST_PINNED_SEARCHES", 1)
    with pytest.raises(InvalidPins, match="Remove one first"):
        pin("cap", hat)
    with pytest.raises(PinsNotFound):
        catalog.remove_pins(new_id())
    assert [one.queries for one in catalog.list_pins()] == [("hat",)]


def test_boosts_that_cannot_be_kept_are_refused_with_what_to_do(monkeypatch) -> None:
    a_product("hat", name="Hat", brand="Halden")
    refused = [
        (BoostKind.BRAND, "nobody", "2", "value", "no brand 'nobody'"),
        (BoostKind.CATEGORY, "", "2", "value", "no category"),
        (BoostKind.TAG, "cosy", "2", "value", "no tag 'cosy'"),
        (BoostKind.PRODUCT, "cap", "2", "value", "no product"),
        (BoostKind.BRAND, "halden", "0", "factor", "from 0.1 to 10"),
        (BoostKind.BRAND, "halden", "10.01", "factor", "from 0.1 to 10"),
    ]
    for kind, value, factor, field, said in refused:
        with pytest.raises(InvalidBoost, match=said) as refusal:
            boost(kind, value, factor)
        assert refusal.value.facts["field"] == field
    with pytest.raises(InvalidBoost, match="The factor goes from"):
        boost(BoostKind.BRAND, "halden", "NaN")
    monkeypatch.setattr(steering, "MOST_BOOSTS", 1)
    boost(BoostKind.BRAND, "halden", "2")
    with pytest.raises(InvalidBoost, match="Remove one first"):
        boost(BoostKind.BRAND, "halden", "3")
    with pytest.raises(BoostNotFound):
        catalog.remove_boost(new_id())


@pytest.fixture
def merchandiser() -> Client:
    return signed_in(Role.MERCHANDISER)


def test_a_merchandiser_keeps_pins(merchandiser: Client) -> None:
    hat, cap = a_product("hat", name="Hat"), a_product("cap", name="Cap")
    sent = form_of(merchandiser, page_of("pinnedsearch")) | {
        "queries": "hat, hats for winter", "pins-TOTAL_FORMS": "2",
        "pins-0-product": str(hat.id), "pins-0-position": "",
        "pins-1-product": str(cap.id), "pins-1-position": "1",
    }  # fmt: skip
    assert merchandiser.post(page_of("pinnedsearch"), sent).status_code == 302
    (pins,) = catalog.list_pins()
    assert pins.product_ids == (cap.id, hat.id)
    assert found("hat") == ["cap", "hat"]
    listed = merchandiser.get("/admin/catalog/pinnedsearch/", {"q": "winter"}).content.decode()
    assert "hats for winter" in listed
    form = form_of(merchandiser, page_of("pinnedsearch", pins.id))
    refused = merchandiser.post(page_of("pinnedsearch", pins.id), form | {"queries": '"'})
    assert "letters, digits" in refusals(refused)
    kept = merchandiser.post(page_of("pinnedsearch", pins.id), form | {"pins-0-DELETE": "on"})
    assert kept.status_code == 302
    assert catalog.list_pins()[0].product_ids == (hat.id,)
    merchandiser.post(f"/admin/catalog/pinnedsearch/{pins.id}/delete/", {"post": "yes"})
    assert catalog.list_pins() == ()


def test_a_merchandiser_keeps_boosts(merchandiser: Client) -> None:
    a_product("hat", name="Hat", brand="Halden")
    sent = {"kind": "brand", "value": "halden", "factor": "1.5", "queries": ""}
    assert merchandiser.post(page_of("searchboost"), sent).status_code == 302
    (kept,) = catalog.list_boosts()
    assert (kept.value, kept.factor, kept.queries) == ("halden", Decimal("1.5"), ())
    assert "1.5 times" in merchandiser.get("/admin/catalog/searchboost/").content.decode()
    refused = merchandiser.post(page_of("searchboost", kept.id), sent | {"factor": "11"})
    assert "from 0.1 to 10" in refusals(refused)
    assert merchandiser.post(page_of("searchboost", kept.id), sent | {"queries": "hat"}).status_code == 302
    assert catalog.list_boosts()[0].queries == ("hat",)


def test_only_staff_is_told_what_is_pinned(merchandiser: Client, client: Client) -> None:
    pin("hat", a_product("cap", name="Cap"))
    a_product("hat", name="Hat")
    assert ">Pinned<" in merchandiser.get("/search?q=hat").content.decode()
    assert ">Pinned<" not in client.get("/search?q=hat").content.decode()
    rows = client.get("/api/v1/products/search?q=hat").json()["results"]
    assert [row["slug"] for row in rows] == ["cap", "hat"]
    assert not any("pinned" in row for row in rows)
    told = an_api_client(Role.MERCHANDISER).get("/api/v1/products/search?q=hat").json()["results"]
    assert [row.get("pinned", False) for row in told] == [True, False]
