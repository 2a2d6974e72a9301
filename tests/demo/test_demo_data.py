"""The demo shop's data: it loads, agrees with itself, and looks like a shop."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from domains.catalog.illustration import banner, draw
from ecommerce.demo import load
from ecommerce.demo.checks import check
from ecommerce.demo.shop import DemoShop


@pytest.fixture(scope="module")
def shop() -> DemoShop:
    return load()


def test_the_shop_has_a_believable_size(shop: DemoShop) -> None:
    assert len(shop.products) >= 120
    assert sum(len(product.reviews) for product in shop.products) >= 240
    assert len([category for category in shop.categories if category.parent is None]) == 6
    assert len(shop.home.promises) == 3
    assert len(shop.home.editorials) == 3


def test_parents_come_before_their_children(shop: DemoShop) -> None:
    seen: set[str | None] = {None}
    for category in shop.categories:
        assert category.parent in seen
        seen.add(category.slug)


def test_a_sale_price_lies_under_the_price(shop: DemoShop) -> None:
    variants = [variant for product in shop.products for variant in product.variants]
    on_sale = [variant for variant in variants if variant.sale_price is not None]
    assert on_sale
    assert all(variant.sale_price < variant.price for variant in on_sale)


def test_some_variants_are_scarce_and_some_sold_out_but_no_product_is(shop: DemoShop) -> None:
    stocks = [[sum(variant.stock.values()) for variant in product.variants] for product in shop.products]
    amounts = [amount for stock in stocks for amount in stock]
    assert 0 in amounts
    assert any(0 < amount < 5 for amount in amounts)
    assert all(any(stock) for stock in stocks if len(stock) > 2)


def test_every_picture_of_every_product_can_be_drawn(shop: DemoShop) -> None:
    for product in shop.products:
        assert {picture.colour for picture in product.pictures} == set(product.colours)
        for picture in product.pictures:
            svg = draw(picture.kind, picture.colours, seed=picture.seed, view=picture.view)
            assert len(svg.encode()) < 12 * 1024, picture


def test_descriptions_are_well_formed(shop: DemoShop) -> None:
    for product in shop.products:
        ET.fromstring(f"<div>{product.description}</div>")  # noqa: S314


def test_every_category_has_a_picture(shop: DemoShop) -> None:
    for category in shop.categories:
        words = category.illustration.split()
        kinds = tuple(word for word in words if not word.startswith("#"))
        assert kinds, category.slug
        ET.fromstring(banner(kinds, tuple(word for word in words if word.startswith("#"))))  # noqa: S314


def test_mistakes_are_named_all_at_once(shop: DemoShop) -> None:
    first, second, *rest = shop.products
    broken = replace(
        shop,
        products=(
            replace(first, category="nowhere", attributes={}),
            replace(second, slug=first.slug, brand="nobody"),
            *rest,
        ),
    )
    with pytest.raises(ValueError, match="mistakes") as refusal:
        check(broken, reviewed=[])
    for words in ("nowhere is not a leaf", f"product slug {first.slug} is there 2 times", "no brand nobody"):
        assert words in str(refusal.value)


def test_attributes_are_held_to_the_schema_of_every_ancestor(shop: DemoShop) -> None:
    boots = next(product for product in shop.products if product.category == "boots")
    wrong = dict(boots.attributes) | {"resoleable": "perhaps", "wings": 2}
    del wrong["material"]
    others = tuple(product for product in shop.products if product is not boots)
    with pytest.raises(ValueError, match="mistakes") as refusal:
        check(replace(shop, products=(replace(boots, attributes=wrong), *others)), reviewed=[])
    for words in ("'perhaps' is not of type 'boolean'", "'material' is a required", "no attribute wings"):
        assert words in str(refusal.value)
