"""Chromium in front of the shop's own server. Skipped, visibly, where Chromium is missing."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.factories.shop import a_small_shop

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
_HARMLESS = ("Failed to load resource: the server responded with a status of 4",)
# Drawing takes most of a page's time, and only one test looks at pictures.
_DRAWN = re.compile(r"/pictures/|/brand/")
_BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"/>'

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(databases="__all__"))
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is missing: install Chromium"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the ORM is used here all the same.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def _django_db_helper(shop_url: str) -> None:
    """What stands here for pytest-django's own: no transaction around a test, no emptying after it."""


@pytest.fixture(scope="package")
def shop_url(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """One small shop and its server for all of these tests: emptying a database takes longer than they do."""
    with django_db_blocker.unblock():
        a_small_shop(each=1_000)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        for alias in settings.DATABASES:
            call_command("flush", database=alias, interactive=False, verbosity=0)
        cache.clear()


@pytest.fixture
def open_page(chromium: Browser, shop_url: str) -> Iterator[OpenPage]:
    """Opens a page in a fresh browser profile; the test fails when the console tells of an error."""
    troubles: list[str] = []

    with ExitStack() as stack:

        def open_it(*, size: str = "desktop", scripts: bool = True, pictures: bool = False) -> Page:
            profile: BrowserContext = chromium.new_context(
                base_url=shop_url,
                viewport=SIZES[size],
                java_script_enabled=scripts,
                reduced_motion="reduce",
            )
            stack.callback(profile.close)
            profile.set_default_timeout(10_000)
            if not pictures:
                profile.route(_DRAWN, lambda route: route.fulfill(content_type="image/svg+xml", body=_BLANK))
            page = profile.new_page()
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
            return page

        yield open_it
    assert not [one for one in troubles if not one.startswith(_HARMLESS)]
