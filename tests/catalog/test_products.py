"""Products as they are made, changed, seen and taken away."""

from dataclasses import replace

import pytest

from domains.catalog import services as catalog
from domains.catalog.errors import (
    CategoryNotFound,
    InvalidAttributes,
    InvalidProduct,
    ProductMoved,
    ProductNotFound,
    SkuTaken,
    SlugTaken,
)
from domains.catalog.types import Picture, ProductStatus, Visibility
from domains.kernel import services as kernel
from tests.factories.catalog import TEE_SCHEMA, a_category, a_product, new_tee, new_variant, usd

pytestmark = pytest.mark.django_db


def changes_of(product):
    return [event.name for event in kernel.list_events(f"catalog-{product.id}", domain="catalog")]


def test_a_saved_product_shows_everything_that_was_given():
    a_category("clothing", attributes_schema=TEE_SCHEMA)
    a_category("t-shirts", "clothing")
    product = catalog.save_product(
        new_tee(
            "everyday", category="t-shirts", brand="Tarn & Side", attributes={"fit": "Slim"}, tags=("new",)
        )
    )
    seen = catalog.get_product("everyday")
    assert seen == product
    assert seen.category.breadcrumb == (("clothing", "Clothing"), ("t-shirts", "T Shirts"))
    assert seen.category.path == "clothing/t-shirts"
    assert seen.brand == "Tarn & Side" and seen.brand_slug == "tarn-side"
    assert seen.options == (("Colour", ("Moss", "Ink")), ("Size", ("S", "M")))
    assert [variant.sku for variant in seen.variants][:2] == ["EVERYDAY-MOSS-S", "EVERYDAY-MOSS-M"]
    assert seen.attributes == {"fit": "Slim"} and seen.tags == ("new",)


def test_saving_the_same_twice_changes_nothing_and_tells_nobody():
    first = catalog.save_product(new_tee("twice"))
    assert catalog.save_product(new_tee("twice")) == first
    assert changes_of(first) == ["catalog.product_changed.v1"]


def test_a_variant_that_is_left_out_keeps_its_id_but_cannot_be_bought():
    product = a_product("shrinking")
    last = product.variants[-1]
    smaller = catalog.save_product(replace(new_tee("shrinking"), variants=new_tee("shrinking").variants[:-1]))
    assert last.id not in [variant.id for variant in smaller.variants]
    assert catalog.get_variants([last.id])[last.id].sellable is False
    again = catalog.save_product(new_tee("shrinking"))
    assert again.variants[-1].id == last.id


def test_a_higher_compare_at_is_the_regular_price():
    variant = new_variant("SALE", "15.00", compare_at=usd("20.00"))
    product = catalog.save_product(new_tee("reduced", variants=(variant,)))
    assert (product.price, product.sale_price) == (usd("20.00"), usd("15.00"))
    sellable = catalog.get_variants_by_sku(["SALE"]).get("SALE")
    assert (sellable.regular_price, sellable.unit_price) == (usd("20.00"), usd("15.00"))


def test_prices_keep_the_digits_of_their_currency():
    from domains.kernel.money import Money

    variant = new_variant("YEN")
    product = catalog.save_product(new_tee("yen", variants=(replace(variant, price=Money.of(1200, "JPY")),)))
    assert str(product.price) == "1200 JPY"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"slug": "no spaces"}, "slug"),
        ({"variants": ()}, "variants"),
        ({"variants": (new_variant("A"), new_variant("A"))}, "sku"),
        ({"variants": (new_variant("A"), new_variant("B"))}, "variants"),
        ({"variants": (new_variant("A", "-1"),)}, "price"),
        ({"variants": (new_variant("A", swatch="red"),)}, "swatch"),
        ({"pictures": (Picture("javascript:alert(1)", ""),)}, "pictures"),
        ({"illustration": "unicorn"}, "illustration"),
        ({"name": "x" * 256}, "name"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(changes, field):
    with pytest.raises(InvalidProduct) as refused:
        catalog.save_product(replace(new_tee("wrong"), **changes))
    assert refused.value.facts["field"] == field
    with pytest.raises(ProductNotFound):
        catalog.get_product("wrong", drafts=True)


def test_attributes_are_checked_against_the_inherited_schema():
    a_category("clothing", attributes_schema=TEE_SCHEMA)
    a_category("t-shirts", "clothing", attributes_schema={"required": ["material"]})
    with pytest.raises(InvalidAttributes) as refused:
        catalog.save_product(
            new_tee("baggy", category="t-shirts", attributes={"material": "Wool", "fit": "Baggy"})
        )
    assert refused.value.facts["field"] == "attributes.fit"
    with pytest.raises(InvalidAttributes) as refused:
        catalog.save_product(new_tee("bare", category="t-shirts"))
    assert refused.value.facts["field"] == "attributes.material"


def test_a_category_that_does_not_exist_is_refused():
    with pytest.raises(CategoryNotFound):
        catalog.save_product(new_tee("lost", category="nowhere"))


def test_a_sku_belongs_to_one_product():
    a_product("first", variants=(new_variant("MINE"),))
    with pytest.raises(SkuTaken):
        catalog.save_product(new_tee("second", variants=(new_variant("MINE"),)))


def test_a_new_product_does_not_overwrite_another():
    a_product("taken")
    with pytest.raises(SlugTaken):
        catalog.save_product(new_tee("taken"), expect_new=True)


def test_harmful_html_is_taken_out_and_the_rest_stays():
    text = '<p onclick="x()">Warm <b>wool</b><script>alert(1)</script></p>'
    product = catalog.save_product(new_tee("html", description=text))
    assert product.description == "<p>Warm <b>wool</b></p>"


def test_a_former_address_leads_to_the_product():
    product = a_product("old-name")
    catalog.change_product(product.id, new=replace(catalog.get_editable(product.id), slug="new-name"))
    with pytest.raises(ProductMoved) as moved:
        catalog.get_product("old-name")
    assert moved.value.facts["slug"] == "new-name"
    assert catalog.get_product("new-name").id == product.id


def test_a_new_product_takes_over_an_address_that_only_led_elsewhere():
    product = a_product("coveted")
    catalog.change_product(product.id, new=replace(catalog.get_editable(product.id), slug="renamed"))
    newcomer = a_product("coveted", variants=(new_variant(),))
    assert catalog.get_product("coveted").id == newcomer.id


def test_what_can_be_edited_saves_back_as_it_was():
    a_category("t-shirts")
    product = a_product("stable", category="t-shirts", brand="Fell", tags=("a", "b"))
    assert catalog.change_product(product.id, new=catalog.get_editable(product.id)) == product


def test_an_archived_product_is_gone_from_the_shop_but_not_from_orders():
    product = a_product("leaving")
    catalog.archive_product(product.id)
    catalog.archive_product(product.id)
    with pytest.raises(ProductNotFound):
        catalog.get_product("leaving")
    assert catalog.get_products([product.id]) == {}
    variant = catalog.get_variants([product.variants[0].id])[product.variants[0].id]
    assert variant.sellable is False and variant.name == "Leaving"
    assert changes_of(product).count("catalog.product_archived.v1") == 1


def test_an_unlisted_product_shows_only_by_its_address():
    from domains.catalog.types import ProductFilters

    a_product("quiet", visibility=Visibility.UNLISTED)
    assert catalog.get_product("quiet").visibility is Visibility.UNLISTED
    assert len(catalog.list_products(ProductFilters())) == 0


def test_a_draft_is_for_staff_only():
    product = a_product("draft", status=ProductStatus.DRAFT)
    with pytest.raises(ProductNotFound):
        catalog.get_product(product.id)
    assert catalog.get_product(product.id, drafts=True).status is ProductStatus.DRAFT


def test_a_product_without_pictures_is_drawn_in_its_colours():
    product = a_product("drawn", illustration="tshirt/plain")
    urls = [picture.url for picture in product.media]
    assert len(urls) == 5
    assert all(url.startswith("/pictures/tshirt.plain/") for url in urls)
    ink = next(variant for variant in product.variants if variant.attributes["Colour"] == "Ink")
    assert "1d2433" in ink.picture.url and ink.picture.alt == "Drawn in Ink"


def test_many_products_are_saved_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    few = [new_tee(f"few-{number}") for number in range(2)]
    many = [new_tee(f"many-{number}") for number in range(40)]
    # Telling of each change takes four; everything else is the same for two and for forty.
    with django_assert_max_num_queries(22 + 4 * len(few)):
        catalog.save_products(few)
    with django_assert_max_num_queries(22 + 4 * len(many)):
        catalog.save_products(many)


def test_a_variant_can_be_added_and_changed():
    product = a_product("growing")
    added = catalog.add_variant(
        product.id, variant=new_variant("GROW-L", attributes={"Colour": "Moss", "Size": "L"})
    )
    assert added.id in catalog.list_variant_ids(product.id)
    changed = catalog.change_variant(
        product.id,
        variant_id=added.id,
        variant=new_variant("GROW-XL", "30.00", attributes={"Colour": "Moss", "Size": "XL"}),
    )
    assert (changed.id, changed.sku, changed.price) == (added.id, "GROW-XL", usd("30.00"))
    with pytest.raises(SkuTaken):
        catalog.add_variant(
            product.id, variant=new_variant("GROW-XL", attributes={"Size": "XXL", "Colour": "Moss"})
        )
