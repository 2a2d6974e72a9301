"""Collections by rule: what meets the conditions is in them, as products and time go on."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import InvalidRule
from domains.catalog.models import Collection, CollectionItem, ProductRow
from domains.catalog.rules import checked, holds, meaning
from domains.catalog.services.rows import rebuild_rows
from domains.catalog.types import CollectionRule, Condition, Match, ProductFilters, Relation, Subject
from domains.kernel import clock
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals, signed_in
from tests.factories.catalog import a_category, a_product, new_tee, new_variant, usd

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
IS, IS_NOT, AT_LEAST, AT_MOST = Relation.IS, Relation.IS_NOT, Relation.AT_LEAST, Relation.AT_MOST
CONDITIONS = {
    "category": Condition(Subject.CATEGORY, IS, "clothing"),
    "not the category": Condition(Subject.CATEGORY, IS_NOT, "t-shirts"),
    "brand": Condition(Subject.BRAND, IS, "fell"),
    "vendor": Condition(Subject.VENDOR, IS, "Mill Ltd"),
    "tag": Condition(Subject.TAG, IS, "Gift"),
    "attribute": Condition(Subject.ATTRIBUTE, IS, "Wool", "material"),
    "option": Condition(Subject.ATTRIBUTE, IS_NOT, "Moss", "Colour"),
    "price": Condition(Subject.PRICE, AT_MOST, "19.99"),
    "dear": Condition(Subject.PRICE, AT_LEAST, "20"),
    "rating": Condition(Subject.RATING, AT_LEAST, "0.5"),
    "reduced": Condition(Subject.ON_SALE, IS, "yes"),
    "not reduced": Condition(Subject.ON_SALE, IS, "no"),
    "in stock": Condition(Subject.IN_STOCK, IS_NOT, "yes"),
    "new": Condition(Subject.AGE, AT_MOST, "10"),
    "old": Condition(Subject.AGE, AT_LEAST, "10"),
}


def rule(*conditions: Condition, match: Match = Match.ALL) -> CollectionRule:
    return CollectionRule(match, conditions)


def collected(*conditions: Condition, match: Match = Match.ALL) -> None:
    catalog.save_collection_by_rule(slug="ruled", name="Ruled", rule=rule(*conditions, match=match))


def members() -> list[str]:
    """What a shopper finds in the collection."""
    return sorted(card.slug for card in catalog.list_products(ProductFilters(collection="ruled")))


def a_varied_shop() -> None:
    a_category("clothing")
    a_category("t-shirts", parent="clothing")
    a_category("kitchen")
    a_product("tee", category="t-shirts", brand="Fell", tags=("Gift",), attributes={"material": "Wool"})
    a_product("dress", category="clothing", vendor="Mill Ltd", colours=("Ink",), available=0)
    reduced = new_variant("MUG", "12.00", compare_at=usd("18.00"))
    a_product("mug", category="kitchen", variants=(reduced,), tags=("gift", "new"))
    a_product("old", price="90.00", published_at=clock.now() - timedelta(days=40))
    catalog.archive_product(a_product("gone", category="clothing").id)


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_a_row_in_hand_meets_a_condition_where_the_database_says_so(condition: Condition) -> None:
    a_varied_shop()
    means = meaning(checked(rule(condition)), clock.now())
    found = set(ProductRow.objects.filter(means).values_list("slug", flat=True))
    assert found == {row.slug for row in ProductRow.objects.all() if holds(means, row)}
    assert 0 < len(found) < 5 or condition.subject is Subject.RATING


def test_every_condition_or_any_of_them() -> None:
    a_varied_shop()
    collected(CONDITIONS["category"], CONDITIONS["tag"])
    assert members() == ["tee"]
    collected(CONDITIONS["category"], CONDITIONS["tag"], match=Match.ANY)
    assert members() == ["dress", "mug", "tee"]
    assert catalog.get_collection("ruled").product_count == 3


def test_a_product_comes_and_goes_as_it_changes() -> None:
    collected(CONDITIONS["price"])
    product = a_product("tee", price="25.00")
    assert members() == []
    catalog.save_product(new_tee("tee", price="15.00"))
    assert members() == ["tee"] and catalog.get_product("tee").collections == ("ruled",)
    assert catalog.get_collection("ruled").product_count == 1
    catalog.save_product(new_tee("tee", price="25.00"))
    assert members() == [] and catalog.get_product("tee").collections == ()
    assert catalog.get_product(product.id).id == product.id


def test_goods_that_run_out_leave_a_collection_of_what_is_in_stock() -> None:
    collected(Condition(Subject.IN_STOCK, IS, "yes"))
    product = a_product("tee", available=3)
    assert members() == ["tee"]
    catalog.record_availability({one.id: 0 for one in product.variants})
    assert members() == []


def test_goods_that_come_back_enter_every_collection_of_what_is_in_stock_and_no_other() -> None:
    collected(Condition(Subject.IN_STOCK, IS, "yes"), Condition(Subject.PRICE, AT_MOST, "20"))
    cheap, dear = a_product("tee", price="15.00", available=0), a_product("coat", price="90.00", available=0)
    catalog.save_collection(slug="hand", name="By hand", product_slugs=("tee",))
    catalog.record_availability({one.id: 2 for product in (cheap, dear) for one in product.variants})
    assert members() == ["tee"] and catalog.get_product("coat").collections == ()
    assert catalog.get_product("tee").collections == ("hand", "ruled")
    # A row that is made anew says the same.
    assert rebuild_rows() == 0
    catalog.record_availability({one.id: 0 for product in (cheap, dear) for one in product.variants})
    assert members() == [] and catalog.get_product("tee").collections == ("hand",)
    assert rebuild_rows() == 0


def test_time_alone_takes_products_out_with_the_next_round() -> None:
    with clock.running_on(lambda: NOON):
        a_product("tee", published_at=NOON)
        collected(CONDITIONS["new"])
        assert members() == ["tee"] and catalog.fill_collections() == 0
    with clock.running_on(lambda: NOON + timedelta(days=11)):
        assert catalog.fill_collections() == 1
        assert members() == [] and catalog.fill_collections() == 0


def test_what_a_rule_picks_stands_beside_what_is_picked_by_hand() -> None:
    a_product("tee")
    catalog.save_collection(slug="hand", name="By hand", product_slugs=("tee",))
    collected(Condition(Subject.PRICE, AT_MOST, "50"))
    assert catalog.get_product("tee").collections == ("hand", "ruled")
    catalog.remove_collection("ruled")
    assert catalog.get_product("tee").collections == ("hand",)


def test_a_collection_whose_rule_is_taken_away_keeps_its_products() -> None:
    a_product("tee")
    collected(Condition(Subject.PRICE, AT_MOST, "50"))
    catalog.keep_collection(slug="ruled", name="Kept")
    a_product("mug")
    assert members() == ["tee"] and catalog.get_collection_rule("ruled") is None


def test_names_are_taken_for_their_slugs() -> None:
    a_category("t-shirts", name="T-Shirts & tops")
    collected(Condition(Subject.CATEGORY, IS, "t-shirts & TOPS"))
    saved = catalog.get_collection_rule("ruled")
    assert saved is not None and saved.conditions[0].value == "t-shirts"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(Subject.CATEGORY, IS, "hats"), "There is no category “hats”"),
        (Condition(Subject.BRAND, IS, ""), "There is no brand"),
        (Condition(Subject.PRICE, AT_MOST, "cheap"), "Write a number"),
        (Condition(Subject.PRICE, AT_MOST, "NaN"), "Write a number"),
        (Condition(Subject.PRICE, AT_MOST, "-1"), "Write a number"),
        (Condition(Subject.PRICE, IS, "5"), "is at least"),
        (Condition(Subject.TAG, AT_LEAST, "gift"), "“is” or “is not”"),
        (Condition(Subject.TAG, IS, " "), "compared with"),
        (Condition(Subject.ATTRIBUTE, IS, "Moss"), "which attribute"),
        (Condition(Subject.ON_SALE, IS, "perhaps"), "yes or no"),
        (Condition(Subject.AGE, AT_MOST, "1e9"), "number of days"),
    ],
)
def test_a_condition_that_cannot_be_met_is_refused_with_what_to_do(condition: Condition, words: str) -> None:
    with pytest.raises(InvalidRule, match=words):
        collected(condition)
    with pytest.raises(InvalidRule, match="at least one"):
        collected()


def test_many_products_are_kept_in_rules_in_as_many_queries_as_few(django_assert_max_num_queries) -> None:
    collected(CONDITIONS["price"])
    catalog.save_collection_by_rule(slug="other", name="Other", rule=rule(CONDITIONS["dear"]))
    many = [new_tee(f"many-{number}", price="15.00") for number in range(40)]
    with django_assert_max_num_queries(26 + 4 * len(many)):
        catalog.save_products(many)
    assert len(members()) == 24 and CollectionItem.objects.count() == 40


def test_a_preview_counts_and_shows_the_newest_that_are_in_the_shop() -> None:
    a_varied_shop()
    found = catalog.get_rule_preview(rule(CONDITIONS["category"]))
    assert (found.total, [card.slug for card in found.products]) == (2, ["dress", "tee"])


RULED_FORM = {
    "name": "Gifts",
    "slug": "gifts",
    "match": "all",
    "conditions-TOTAL_FORMS": "2",
    "conditions-INITIAL_FORMS": "0",
    "conditions-0-subject": "price",
    "conditions-0-relation": "at_most",
    "conditions-0-value": "19.99",
    "conditions-1-subject": "tag",
    "conditions-1-relation": "is",
    "conditions-1-value": "gift",
    "items-TOTAL_FORMS": "0",
    "items-INITIAL_FORMS": "0",
}


def test_a_merchandiser_tries_saves_and_changes_a_rule() -> None:
    a_varied_shop()
    merchandiser = signed_in(Role.MERCHANDISER)
    tried = merchandiser.post("/admin/catalog/collection/preview/", RULED_FORM).content.decode()
    assert "1 product in the shop meets it now" in tried and "Nothing is saved yet" in tried
    assert catalog.list_collections() == ()
    saved = merchandiser.post(page_of("collection"), RULED_FORM)
    assert saved.status_code == 302, refusals(saved)
    (gifts,) = catalog.list_collections()
    assert (gifts.product_count, gifts.by_rule) == (1, True)
    address = page_of("collection", CollectionItem.objects.get().collection_id)
    page = merchandiser.get(address).content.decode()
    assert "1 product in the shop meets it now" in page and "picked by hand" not in page
    change = form_of(merchandiser, address) | {"conditions-0-value": "200"}
    assert merchandiser.post(address, change).status_code == 302
    assert catalog.get_collection("gifts").product_count == 2
    unruled = form_of(merchandiser, address) | {"match": ""}
    assert merchandiser.post(address, unruled).status_code == 302
    assert catalog.get_collection("gifts").product_count == 2
    assert catalog.get_collection_rule("gifts") is None


def test_a_rule_that_names_what_is_gone_says_so_on_its_page() -> None:
    a_category("hats")
    collected(Condition(Subject.CATEGORY, IS, "hats"))
    catalog.remove_category("hats")
    merchandiser = signed_in(Role.MERCHANDISER)
    page = merchandiser.get(page_of("collection", Collection.objects.get().id))
    assert page.status_code == 200 and "There is no category “hats”" in page.content.decode()
    assert catalog.fill_collections() == 0


def test_very_many_products_are_not_counted_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.catalog.services.collections._COUNTED", 2)
    for number in range(3):
        a_product(f"tee-{number}")
    found = catalog.get_rule_preview(rule(CONDITIONS["dear"]))
    assert (found.total, found.more, len(found.products)) == (2, True, 3)


def test_a_row_that_nobody_filled_in_is_no_condition() -> None:
    merchandiser = signed_in(Role.MERCHANDISER)
    untouched = form_of(merchandiser, page_of("collection")) | {"name": "Empty", "slug": "empty"}
    answer = merchandiser.post(page_of("collection"), untouched)
    assert answer.status_code == 302, refusals(answer)
    assert catalog.get_collection("empty").by_rule is False


def test_what_is_wrong_with_a_condition_stands_beside_it_and_nothing_is_lost() -> None:
    merchandiser = signed_in(Role.MERCHANDISER)
    wrong = RULED_FORM | {"conditions-0-value": "cheap"}
    tried = merchandiser.post(
        "/admin/catalog/collection/preview/", wrong, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Condition 1: Write a number" in tried and "<html" not in tried
    page = merchandiser.post(page_of("collection"), wrong)
    assert "Write a number" in refusals(page) and 'value="cheap"' in page.content.decode()
    by_hand = RULED_FORM | {"match": "all", "conditions-TOTAL_FORMS": "0"}
    assert "at least one condition" in refusals(merchandiser.post(page_of("collection"), by_hand))


def test_only_merchandisers_try_rules() -> None:
    for client in (signed_in(Role.FINANCE), Client()):
        answer = client.post("/admin/catalog/collection/preview/", RULED_FORM)
        assert answer.status_code in (302, 403)


def test_prices_are_compared_to_the_cent() -> None:
    a_product("tee", price="19.99")
    a_product("dear", price="20.00")
    assert catalog.get_rule_preview(rule(CONDITIONS["price"])).products[0].price.amount == Decimal("19.99")
    assert catalog.get_rule_preview(rule(CONDITIONS["price"])).total == 1
