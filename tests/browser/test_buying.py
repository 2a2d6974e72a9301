"""Somebody buys: as a guest and as a member, on a desk and on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from domains.order import services as orders
from domains.order.types import OrderFilters
from tests.browser.conftest import OpenPage
from tests.factories.user import PASSWORD, a_member


def find_and_add(page: Page, *, scripts: bool) -> None:
    """From the front page to a cart with one thing in it."""
    page.goto("/")
    page.get_by_role("searchbox", name="Search the shop").fill("everyday")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("heading", name="Everyday Tee").get_by_role("link").click()
    page.get_by_role("link", name="Ink").click()
    page.wait_for_url(re.compile(r"variant=EVERYDAY-TEE-INK-"))
    page.get_by_role("button", name="Add to cart").click()
    if scripts:
        expect(page.locator("#added")).to_contain_text("In your cart")
        expect(page.locator("#cart-count")).to_have_text("1")
        page.locator("#added").get_by_role("link", name="Check out").click()
    else:
        expect(page.locator("#notes")).to_contain_text("is in your cart")
        page.get_by_role("link", name="Check out").click()


def fill_in(page: Page) -> None:
    """Everything that the checkout asks for."""
    page.get_by_label("E-mail address").fill("ada@people.test")
    address = page.get_by_role("region", name="Delivery address")
    address.get_by_label("Full name").fill("Ada Byron")
    address.get_by_label("Street and number").fill("12 Lake Road")
    address.get_by_label("Town or city").fill("Portland")
    address.get_by_label("Postal code").fill("97210")
    address.get_by_label("State or region").fill("OR")
    address.get_by_label("State or region").blur()
    see_the_total(page)


def see_the_total(page: Page) -> None:
    """Who buys looks at the total, which is asked for again with the address."""
    expect(page.locator(".htmx-request")).to_have_count(0)


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account")


def place(page: Page) -> None:
    page.get_by_role("button", name="Place order and pay").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_guest_buys_and_follows_the_order(open_page: OpenPage, size: str, scripts: bool) -> None:
    page = open_page(size=size, scripts=scripts)

    find_and_add(page, scripts=scripts)
    fill_in(page)
    place(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Byron")
    expect(page.locator("#cart-count")).to_have_text("")
    page.get_by_role("link", name="Track this order").click()
    expect(page.get_by_role("main")).to_contain_text("Confirmed")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_member_buys_by_a_bank_that_asks(open_page: OpenPage, size: str, scripts: bool) -> None:
    person = a_member()
    page = open_page(size=size, scripts=scripts)

    find_and_add(page, scripts=scripts)
    sign_in(page, person.email)
    page.goto("/checkout")
    fill_in(page)
    page.get_by_label("asks for 3-D Secure").check()
    place(page)
    page.get_by_role("button", name="Yes, pay").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Byron")
    page.goto("/account/orders")
    expect(page.locator(".rows li")).to_have_count(1)


def test_a_mistake_leads_to_its_field_and_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page(size="phone")
    find_and_add(page, scripts=True)
    fill_in(page)
    page.get_by_label("E-mail address").fill("ada@")

    place(page)

    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors").get_by_role("link", name="Enter an e-mail address").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("ada@")
    expect(page.get_by_label("Street and number").first).to_have_value("12 Lake Road")


def test_another_country_changes_delivery_in_place(open_page: OpenPage) -> None:
    page = open_page()
    find_and_add(page, scripts=True)
    fill_in(page)
    before = page.locator("#total").inner_text()

    page.get_by_role("region", name="Delivery address").get_by_label("Country").select_option("NO")

    expect(page.locator("#total")).not_to_have_text(before)
    expect(page.get_by_label("E-mail address")).to_have_value("ada@people.test")


def test_a_double_click_orders_once(open_page: OpenPage) -> None:
    page = open_page()
    find_and_add(page, scripts=True)
    fill_in(page)
    page.get_by_label("E-mail address").fill("twice@people.test")

    page.get_by_role("button", name="Place order and pay").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Byron")
    assert len(orders.list_orders(OrderFilters(email="twice@people.test")).results) == 1


def test_the_cart_is_changed_in_place(open_page: OpenPage) -> None:
    page = open_page()
    find_and_add(page, scripts=True)
    page.goto("/cart")

    page.get_by_role("button", name=re.compile("One .* more")).click()

    expect(page.locator("#cart-count")).to_have_text("2")
    expect(page.locator("#cart")).to_contain_text("$40.00")
    page.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.locator("#cart")).to_contain_text("Your cart is empty")


def press_while_the_total_is_asked_for_anew(page: Page, field: str, value: str) -> None:
    """The button goes down with the field still in focus, and up on the button that came with the answer."""
    page.get_by_role("region", name="Delivery address").get_by_label(field).fill(value)
    button = page.get_by_role("button", name="Place order and pay")
    button.hover()
    old = button.element_handle()
    page.mouse.down()
    page.wait_for_function("old => !old.isConnected", arg=old)
    page.mouse.up()


def test_a_press_counts_though_the_total_comes_anew_in_the_middle_of_it(open_page: OpenPage) -> None:
    page = open_page()
    find_and_add(page, scripts=True)
    fill_in(page)

    press_while_the_total_is_asked_for_anew(page, "Postal code", "97211")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Byron")


def test_a_press_on_another_total_than_came_is_not_an_order(open_page: OpenPage) -> None:
    page = open_page()
    find_and_add(page, scripts=True)
    fill_in(page)
    seen = page.locator("#total").inner_text()

    press_while_the_total_is_asked_for_anew(page, "State or region", "WA")

    expect(page.locator("#total")).not_to_have_text(seen)
    assert page.locator("form[data-once]:not([data-sent])").count() == 1, "it was sent all the same"
    page.get_by_role("button", name="Place order and pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada Byron")
