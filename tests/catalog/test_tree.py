"""The tree of categories, and brands and collections beside it."""

import pytest

from domains.catalog import services as catalog
from domains.catalog.errors import (
    BrandInUse,
    CategoryInUse,
    CategoryNotFound,
    CollectionNotFound,
    InvalidProduct,
    InvalidSchema,
    InvalidTree,
)
from domains.catalog.types import ProductFilters
from tests.factories.catalog import TEE_SCHEMA, a_category, a_product

pytestmark = pytest.mark.django_db


def shown(**filters):
    return [card.slug for card in catalog.list_products(ProductFilters(**filters))]


def test_a_branch_moves_with_everything_on_it():
    a_category("clothing")
    a_category("outdoor")
    a_category("tops", "clothing")
    a_category("t-shirts", "tops")
    a_product("tee", category="t-shirts")
    catalog.save_category(slug="tops", name="Tops", parent_slug="outdoor")
    assert catalog.get_category("t-shirts").path == "outdoor/tops/t-shirts"
    assert (shown(category="outdoor"), shown(category="clothing")) == (["tee"], [])
    assert catalog.get_product("tee").category.breadcrumb[0] == ("outdoor", "Outdoor")


def test_a_category_never_stands_below_itself():
    a_category("clothing")
    a_category("tops", "clothing")
    for parent in ("tops", "clothing"):
        with pytest.raises(InvalidTree):
            catalog.save_category(slug="clothing", name="Clothing", parent_slug=parent)


def test_the_schema_is_inherited_and_must_be_one():
    a_category("clothing", attributes_schema=TEE_SCHEMA)
    a_category("tops", "clothing", attributes_schema={"properties": {"sleeve": {"type": "string"}}})
    properties = catalog.get_category("tops").attributes_schema["properties"]
    assert set(properties) == {"material", "fit", "sleeve"}
    for broken in ({"type": "nonsense"}, {"type": "array"}, {"properties": 5}):
        with pytest.raises(InvalidSchema):
            a_category("broken", attributes_schema=broken)


def test_categories_stand_in_their_positions():
    for slug in ("third", "first", "second"):
        a_category(slug)
    catalog.save_category(slug="first", name="First", position=0)
    catalog.save_category(slug="second", name="Second", position=1)
    catalog.save_category(slug="third", name="Third", position=2)
    assert [one.slug for one in catalog.get_category_tree()] == ["first", "second", "third"]


def test_what_is_in_use_is_not_taken_away():
    a_category("clothing")
    a_category("tops", "clothing")
    a_product("tee", category="tops", brand="Fell")
    for used in ("clothing", "tops"):
        with pytest.raises(CategoryInUse):
            catalog.remove_category(used)
    with pytest.raises(BrandInUse):
        catalog.remove_brand("fell")
    with pytest.raises(CategoryNotFound):
        catalog.get_category("nothing")


def test_reading_the_tree_again_asks_the_cache_only(django_assert_num_queries):
    a_category("clothing")
    catalog.get_category_tree()
    with django_assert_num_queries(0):
        assert catalog.get_category("clothing").name == "Clothing"


def test_without_a_cache_the_tree_comes_from_the_database(settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    a_category("clothing")
    assert [one.slug for one in catalog.get_category_tree()] == ["clothing"]
    a_category("outdoor")
    assert len(catalog.get_category_tree()) == 2


def test_a_collection_is_what_was_picked_and_nothing_else():
    for slug in ("one", "two", "three"):
        a_product(slug)
    catalog.save_collection(slug="picked", name="Picked", product_slugs=["one", "two"])
    assert sorted(shown(collection="picked")) == ["one", "two"]
    catalog.save_collection(slug="picked", name="Picked", product_slugs=["three"])
    assert shown(collection="picked") == ["three"]
    assert catalog.get_collection("picked").product_count == 1
    catalog.remove_collection("picked")
    assert shown(collection="picked") == []
    with pytest.raises(CollectionNotFound):
        catalog.get_collection("picked")
    with pytest.raises(InvalidProduct):
        catalog.save_collection(slug="picked", name="Picked", product_slugs=["four"])


def test_a_renamed_brand_is_renamed_on_every_card():
    a_product("tee", brand="Fell")
    catalog.save_brand(slug="fell", name="Fell & Daughters")
    assert [card.brand for card in catalog.list_products(ProductFilters(brand=("fell",)))] == [
        "Fell & Daughters"
    ]
    assert catalog.get_product("tee").brand == "Fell & Daughters"


def test_goods_are_found_by_the_new_name_of_a_category_above_them():
    a_category("drinkware")
    a_category("mugs", "drinkware")
    a_product("one", category="mugs")
    a_product("two", category="drinkware")
    a_product("other")
    catalog.save_category(slug="drinkware", name="Beakers")
    found = catalog.search_products("beakers").results
    assert sorted(card.slug for card in found) == ["one", "two"]
    assert catalog.search_products("drinkware").total == 0
    assert catalog.follow_category(catalog.get_category("drinkware").id) == 2
