"""What shoppers keep for later: hearts on a screen, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import Findings
from tests.browser.test_buying import sign_in
from tests.factories.catalog import a_product
from tests.factories.user import PASSWORD, a_member


def heart(page: Page, name: str = "Everyday Tee"):
    """The heart on the product's card."""
    return page.get_by_role("article").get_by_role("button", name=f"{name} on your wishlist").first


def test_a_heart_fills_in_place_and_keeps_the_focus(open_page: OpenPage) -> None:
    page = open_page(size="phone")
    sign_in(page, a_member().email)
    page.goto("/categories/clothing")
    expect(heart(page)).to_have_attribute("aria-pressed", "false")

    heart(page).click()

    expect(heart(page)).to_have_attribute("aria-pressed", "true")
    expect(heart(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(heart(page)).to_have_attribute("aria-pressed", "false")
    assert page.url.endswith("/categories/clothing")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_guest_signs_in_for_a_heart_and_comes_back(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    page.goto("/products/everyday-tee")

    page.get_by_role("button", name="Add to wishlist").click()
    page.get_by_label("E-mail address").fill(a_member().email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/products/everyday-tee")
    expect(page.get_by_role("button", name="On your wishlist")).to_be_visible()


def test_a_list_is_shared_and_taken_back(open_page: OpenPage) -> None:
    page = open_page()
    findings = Findings(page)
    sign_in(page, a_member().email)
    page.goto("/account/wishlist")
    findings.look()
    page.goto("/products/everyday-tee")
    page.get_by_role("button", name="Add to wishlist").click()
    expect(page.get_by_role("button", name="On your wishlist")).to_be_focused()
    findings.look()
    page.get_by_role("link", name="Your wishlist").first.click()
    page.get_by_role("button", name="Make a link").click()
    findings.look()
    address = page.get_by_label(re.compile("Whoever has this link")).input_value()
    path = address[address.index("/wishlists/") :]

    friend = open_page(size="phone")
    friend.goto(path)
    expect(friend.get_by_role("heading", name="Everyday Tee")).to_be_visible()

    page.get_by_role("button", name="Stop sharing").click()
    assert friend.goto(path).status == 404
    assert not findings.reports, "\n".join(findings.reports)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_products_are_compared_on_a_phone(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(size="phone", scripts=scripts)
    for path in ("/products/everyday-tee", "/products/morning-mug"):
        page.goto(path)
        page.get_by_role("button", name="Compare").click()

    table = page.get_by_role("region", name="Comparison")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("row", name="Availability")).to_contain_text("In stock")
    page.get_by_role("button", name="Take out Everyday Tee").click()
    expect(table.get_by_role("columnheader")).to_have_count(1)
    page.get_by_role("button", name="Add Everyday Tee").click()
    expect(table.get_by_role("columnheader")).to_have_count(2)
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if scripts:
        findings = Findings(page)
        findings.look()
        page.goto("/products/morning-mug")
        expect(page.get_by_role("heading", name="Seen lately")).to_be_visible()
        findings.look()
        page.goto("/")
        findings.look()
        assert not findings.reports, "\n".join(findings.reports)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_address_is_left_at_something_sold_out(open_page: OpenPage, scripts: bool) -> None:
    slug = f"gone-{scripts}".lower()
    a_product(slug, name="River Tee", available=0)
    page = open_page(size="phone", scripts=scripts)
    page.goto(f"/products/{slug}")
    findings = Findings(page)
    if scripts:
        findings.look()

    page.get_by_label("E-mail address").fill("ada@people")
    page.get_by_role("button", name="Tell me").click()
    if scripts:
        findings.look()
    page.get_by_label("E-mail address").fill(f"ada-{slug}@people.test")
    page.get_by_role("button", name="Tell me").click()

    expect(page.get_by_role("heading", name="We will tell you")).to_be_visible()
    if scripts:
        findings.look()
    page.get_by_role("button", name="Do not tell me after all").click()
    expect(page.get_by_role("heading", name="We will not write")).to_be_visible()
    assert not findings.reports, "\n".join(findings.reports)
