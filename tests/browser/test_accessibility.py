"""axe finds nothing on any page, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from domains.kernel.types import Address
from domains.user import services as users
from tests.browser.conftest import OpenPage
from tests.browser.test_buying import fill_in, find_and_add, place, sign_in
from tests.factories.user import a_member

OPEN_TO_ALL = (
    "/",
    "/categories/clothing",
    "/search?q=tee&in_stock=1",
    "/search?q=zzzqqqxxx",
    "/products/everyday-tee",
    "/cart",
    "/about",
    "/help",
    "/privacy",
    "/orders/track",
    "/account/login",
    "/account/register",
    "/account/verify",
    "/account/reset",
    "/account/reset/sent",
    "/account/reset/some-token",
    "/nowhere",
)


def test_pages_for_everybody(open_page: OpenPage) -> None:
    page = open_page()
    findings = Findings(page)

    for path in OPEN_TO_ALL:
        page.goto(path)
        findings.look()

    assert not findings.reports, "\n".join(findings.reports)


def test_the_way_through_checkout_and_account(open_page: OpenPage) -> None:
    person = a_member()
    home = Address(name="Ada", line1="1 Quay", city="Bergen", postal_code="5003", country="NO")
    saved = users.add_address(person.id, address=home)
    page = open_page(size="phone")
    findings = Findings(page)

    find_and_add(page, scripts=True)
    page.go_back()
    page.get_by_role("button", name="Add to cart").click()
    page.locator(".added").wait_for()
    findings.look()
    page.goto("/cart")
    findings.look()
    sign_in(page, person.email)
    page.goto("/products/everyday-tee")
    findings.look()
    page.goto("/checkout")
    findings.look()
    page.get_by_label("E-mail address").fill("")
    place(page)
    page.locator("#errors").wait_for()
    findings.look()
    fill_in(page)
    page.get_by_label("asks for 3-D Secure").check()
    place(page)
    page.locator("#bank").wait_for()
    findings.look()
    page.get_by_role("button", name="Yes, pay").click()
    number = page.locator("#order-number").inner_text()
    findings.look()
    page.get_by_role("link", name="Track this order").click()
    page.wait_for_url("**/orders/track/**")
    findings.look()
    for path in (
        "/account",
        "/account/orders",
        f"/account/orders/{number}",
        f"/account/orders/{number}/cancel",
        "/account/addresses",
        "/account/addresses/new",
        f"/account/addresses/{saved.id}",
        f"/account/addresses/{saved.id}/remove",
        "/account/profile",
    ):
        page.goto(path)
        findings.look()

    assert not findings.reports, "\n".join(findings.reports)


class Findings:
    """What axe found on the pages that were looked at: everything in light, contrast in dark too."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.reports: list[str] = []

    def look(self) -> None:
        for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            self._page.emulate_media(color_scheme=scheme)
            found = Axe().run(self._page, options={"resultTypes": ["violations"], **rules})
            if found.violations_count:
                self.reports.append(f"{self._page.url} in {scheme}\n{found.generate_report()}")
        self._page.emulate_media(color_scheme="light")
