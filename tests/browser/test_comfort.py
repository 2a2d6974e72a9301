"""What scripts add: suggestions, filters in place, the theme; and what the keyboard alone can do."""

import re

import pytest
from playwright.sync_api import expect

from domains.catalog.types import OtherPrice
from domains.kernel.money import Money
from tests.browser.conftest import OpenPage
from tests.factories.catalog import a_product, new_variant


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_suggestions_are_walked_with_arrows_and_put_away_with_escape(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("searchbox").press_sequentially("morn")

    found = page.locator("#suggestions").get_by_role("link", name=re.compile("Morning Mug"))
    expect(found).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#suggestions")).to_be_empty()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_filter_works_in_place_and_stands_in_the_address(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/search")

    page.get_by_label(re.compile("Fell & Row")).check()

    expect(page.get_by_role("heading", name="Morning Mug")).to_have_count(0)
    expect(page).to_have_url(re.compile("brand=fell-row"))
    page.go_back()
    expect(page.get_by_role("heading", name="Morning Mug")).to_be_visible()


def test_the_theme_changes_at_once_and_stays(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/help")

    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/about")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_no_page_is_wider_than_a_small_phone(open_page: OpenPage) -> None:
    page = open_page(size="phone")
    page.set_viewport_size({"width": 360, "height": 740})

    for path in (
        "/",
        "/categories/clothing",
        "/products/everyday-tee",
        "/cart",
        "/account/register",
        "/help",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_reduced_price_stands_above_the_regular_one_where_a_phone_has_no_room(
    open_page: OpenPage, settings
) -> None:
    settings.CURRENCIES = ("USD", "CHF")
    francs = OtherPrice(Money.of("1422.40", "CHF"), Money.of("1337.92", "CHF"))
    for slug in ("sledge", "toboggan"):
        a_product(slug, variants=(new_variant(slug, other_prices=(francs,)),))
    page = open_page(size="phone")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/search?on_sale=1")
    page.get_by_label("Currency").select_option("CHF")
    page.get_by_role("button", name="Change").click()

    for price in page.locator(".card .price").all():
        expect(price).to_contain_text("CHF\u00a01,337.92")
        reduced, regular = price.locator(".reduced").bounding_box(), price.locator("s").bounding_box()
        assert regular["y"] >= reduced["y"] + reduced["height"] / 2
    assert page.locator(".card").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_tapped_on_a_phone_is_large_enough(open_page: OpenPage) -> None:
    page = open_page(size="phone")
    page.goto("/products/everyday-tee")

    for part in page.locator("header .tool, .pick, .buy button, .link").all():
        if part.is_visible():
            box = part.bounding_box()
            assert box
            assert box["height"] >= 44, part.inner_text()
            assert box["width"] >= 44, part.inner_text()


def test_every_picture_of_a_product_is_drawn(open_page: OpenPage) -> None:
    page = open_page(pictures=True)

    page.goto("/products/everyday-tee")

    gallery = page.locator(".gallery img")
    expect(gallery.first).to_be_visible()
    for picture in gallery.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_search_that_led_to_a_product_goes_along_into_the_cart(
    open_page: OpenPage, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    page.goto("/search?q=tee")
    page.locator("article.card h3 a").first.click()
    field = page.locator('form[action="/cart/items"] input[name="found_by"]')
    expect(field).to_have_value("tee")
    page.locator(".pick:not([aria-current])").first.click()
    page.wait_for_url("**found_by=tee")
    expect(field).to_have_value("tee")
    page.goto("/products/everyday-tee?found_by=tee")
    expect(field).to_have_value("")
