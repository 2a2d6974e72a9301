"""The catalogue's screens in the admin: what is tried in place, what is dragged."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from domains.catalog import services as catalog
from domains.catalog.models import Category, Product
from domains.kernel.types import Role
from tests.browser.conftest import OpenPage
from tests.factories.user import PASSWORD, a_member


def at_work(page: Page) -> Page:
    """A merchandiser is signed in."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("input[name=username]").fill(a_member(Role.MERCHANDISER).email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    return page


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_without_scripts_staff_sign_in_work_and_sign_out(open_page: OpenPage, size: str) -> None:
    page = at_work(open_page(scripts=False, size=size))
    expect(page.get_by_text("Revenue by day")).to_be_visible()

    page.locator("#nav-sidebar").get_by_role("link", name="Products").click()
    page.get_by_role("link", name="Archived", exact=True).click()
    expect(page.get_by_text("0 products").last).to_be_visible()
    page.get_by_role("link", name="Clear all filters").click()
    page.get_by_role("link", name="Morning Mug").last.click()
    page.locator("[name=name]").fill("Evening Mug")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Evening Mug").last).to_be_visible()
    catalog.change_product(
        (mug := Product.objects.get(slug="morning-mug")).id,
        new=replace(catalog.get_editable(mug.id), name="Morning Mug"),
    )

    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/")
    expect(page.get_by_label("Password")).to_be_visible()


def test_pictures_are_sorted_by_dragging(open_page: OpenPage) -> None:
    page = at_work(open_page(pictures=True))
    tee = Product.objects.get(slug="everyday-tee")
    page.goto(f"/admin/catalog/product/{tee.id}/change/")
    rows = page.locator("#media-data tbody.original")
    third = page.locator("[name=media-2-alt]").input_value()

    rows.nth(2).get_by_text("drag_indicator").drag_to(rows.nth(0), target_position={"x": 30, "y": 5})

    expect(page.locator("[name=media-2-position]")).to_have_value("0")
    expect(page.locator("[name=media-0-position]")).to_have_value("1")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/catalog/product/")
    assert catalog.get_product("everyday-tee").media[0].alt == third


def test_a_rule_is_tried_while_it_is_typed(open_page: OpenPage) -> None:
    page = at_work(open_page())
    page.goto("/admin/catalog/collection/add/")

    page.get_by_label("Products", exact=True).select_option("all")
    page.locator("[name=conditions-0-subject]").select_option("category")
    page.locator("[name=conditions-0-value]").fill("clothing")
    expect(page.get_by_role("status").filter(has_text="1 product in the shop meets it now")).to_be_visible()
    page.locator("[name=conditions-0-value]").fill("hats")

    expect(page.get_by_role("status").filter(has_text="There is no category “hats”")).to_be_visible()


def test_a_schema_is_tried_beside_the_form(open_page: OpenPage) -> None:
    page = at_work(open_page())
    clothing = Category.objects.get(slug="clothing")
    page.goto(f"/admin/catalog/category/{clothing.id}/change/")
    page.locator("[name=attributes_schema]").fill('{"required": ["material"]}')

    page.get_by_role("button", name="Try the schema").click()

    expect(page.get_by_text("1 of its 1 product does not fit it")).to_be_visible()
    expect(page.locator("[name=attributes_schema]")).to_have_value('{"required": ["material"]}')


def test_what_stands_beside_the_forms_is_open_to_everybody(open_page: OpenPage) -> None:
    page = at_work(open_page(size="phone"))
    clothing = Category.objects.get(slug="clothing")
    for path in (f"/admin/catalog/category/{clothing.id}/change/", "/admin/catalog/collection/add/"):
        page.goto(path)
        found = Axe().run(page, context="[data-preview]")
        assert found.violations_count == 0, found.generate_report()
