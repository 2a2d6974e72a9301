"""Attributes are called what their category calls them, wherever shoppers read them."""

import pytest

from domains.catalog import services as catalog
from tests.factories.catalog import a_category, a_product

pytestmark = pytest.mark.django_db(transaction=True)

_MUGS = {
    "properties": {
        "capacity_ml": {"type": "integer", "title": "Capacity", "unit": "ml"},
        "oven_safe": {"type": "boolean"},
    }
}


@pytest.fixture
def mug():
    a_category("kitchen", attributes_schema=_MUGS)
    a_category("mugs", "kitchen")
    return a_product(
        "morning-mug", name="Morning Mug", category="mugs", attributes={"capacity_ml": 350, "oven_safe": True}
    )


def test_a_product_says_its_attributes_in_words(mug, client):
    assert catalog.list_attributes(mug) == (("Capacity", "350 ml"), ("Oven safe", "Yes"))
    page = client.get(f"/products/{mug.slug}").content.decode()
    assert "<dt>Capacity</dt><dd>350 ml</dd>" in page


def test_a_facet_says_its_attribute_in_words(mug):
    facets = {facet.name: facet for facet in catalog.search_products("mug").facets}
    assert facets["attr.capacity_ml"].label == "Capacity (ml)"
    assert facets["attr.oven_safe"].label == "Oven safe"
    assert [value.label for value in facets["attr.oven_safe"].values] == ["Yes"]


def test_a_title_that_changes_is_read_at_once(mug):
    catalog.search_products("mug")
    titled = {
        "properties": {**_MUGS["properties"], "oven_safe": {"type": "boolean", "title": "For the oven"}}
    }
    a_category("kitchen", attributes_schema=titled)
    assert "For the oven" in [facet.label for facet in catalog.search_products("mug").facets]


def test_what_is_compared_says_its_attributes_in_the_same_words(mug):
    (compared,) = catalog.get_compared([mug.id])
    assert compared.attributes["Capacity"] == ("350 ml",) and compared.attributes["Oven safe"] == ("Yes",)


def test_an_attribute_and_an_option_of_one_name_are_compared_in_one_row():
    tee = a_product("tee", attributes={"colour": "Undyed"})
    (compared,) = catalog.get_compared([tee.id])
    assert compared.attributes["Colour"] == ("Moss", "Ink", "Undyed")
