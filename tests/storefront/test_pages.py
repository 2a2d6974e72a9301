"""What holds on every page: policy, theme, failures, and no mark-up that the policy forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from domains.catalog import services as catalog
from tests.factories.catalog import a_category, new_tee
from tests.factories.shop import SmallShop

TEMPLATES = sorted((settings.BASE_DIR / "templates" / "storefront").rglob("*.html"))


def test_scripts_come_from_the_shop_alone(visitor: Client) -> None:
    policy = visitor.get("/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_nothing_that_the_policy_forbids(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|\son\w+=\"|href=\"javascript:", text)
    assert not re.search(r"<script(?![^>]+src=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_picture_keeps_its_room(template: Path) -> None:
    for tag in re.findall(r"<img[^>]+(?:{%[^%]+%}[^>]*)*>", template.read_text()):
        assert "{% sized " in tag or ("width=" in tag and "height=" in tag)
        assert "alt=" in tag


@pytest.mark.parametrize("path", ["/", "/categories/t-shirts", "/products/everyday-tee", "/search?q=tee"])
def test_every_picture_on_a_page_says_its_shape(visitor: Client, small_shop: SmallShop, path: str) -> None:
    pictures = re.findall(r"<img[^>]+>", visitor.get(path).content.decode())

    assert pictures
    assert all("width=" in tag and "height=" in tag and "alt=" in tag for tag in pictures)


def test_the_stylesheet_stays_light() -> None:
    assert (settings.BASE_DIR / "static" / "shop.css").stat().st_size <= 40_000


def test_a_theme_is_remembered_and_there_from_the_first_byte(visitor: Client) -> None:
    answer = visitor.post("/theme", {"theme": "dark", "next": "/help"})

    assert answer["Location"] == "/help"
    assert '<html lang="en" data-theme="dark">' in visitor.get("/").content.decode()
    visitor.post("/theme", {"theme": "system"})
    assert '<html lang="en">' in visitor.get("/").content.decode()


def test_a_theme_never_leads_out_of_the_shop(visitor: Client) -> None:
    assert visitor.post("/theme", {"theme": "dark", "next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "about", "-1", ""])
def test_a_way_back_that_is_no_path_of_the_shop_leads_to_its_front_page(visitor: Client, wanted: str) -> None:
    assert visitor.post("/currency", {"currency": "USD", "next": wanted})["Location"] == "/"


def test_a_form_from_elsewhere_is_refused_in_the_shops_design(visitor: Client) -> None:
    answer = Client(enforce_csrf_checks=True).post("/cart/items", {"variant_id": "x"})

    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()


def test_a_failure_shows_a_page_without_its_cause(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.catalog.services.search_products", lambda *_, **__: 1 / 0)
    visitor.raise_request_exception = False

    answer = visitor.get("/search")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


def test_a_shop_with_more_categories_than_the_bar_holds_keeps_them_all_in_the_menu(visitor: Client) -> None:
    for number in range(7):
        a_category(f"shelf-{number}")
        catalog.save_product(new_tee(f"tee-{number}", category=f"shelf-{number}"))
    page = visitor.get("/").content.decode()
    menu, bar = re.findall(r"<nav .*?</nav>", page, flags=re.S)[:2]
    assert {f'"/categories/shelf-{number}"' for number in range(7)} <= set(
        re.findall(r'"/categories/[^"]+"', menu)
    )
    assert bar.count("<a ") == 6
    assert "narrow-only" not in page
