"""What search engines and shared links are told: sitemaps, linked data, Open Graph, one address a page."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connections
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.types import ProductStatus, Visibility
from domains.kernel.router import database_of
from ecommerce.storefront.views import sitemaps
from tests.factories.catalog import a_category, a_product, new_tee, new_variant, usd

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL = "https://shop.example/"


def addresses(path: str) -> list[str]:
    """The addresses in a sitemap."""
    answer = Client().get(path.removeprefix("https://shop.example"))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/xml"
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iter(f"{SITEMAP}loc")]  # noqa: S314  our own


def linked(path: str) -> dict[str, dict]:
    """The linked data of a page, by its type."""
    page = Client().get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {data["@type"]: data for data in map(json.loads, found)}


def meta(path: str) -> dict[str, str]:
    """The page's properties for sharing, and its canonical address."""
    page = Client().get(path).content.decode()
    found = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    return {**found, "canonical": canonical}


def test_the_index_leads_to_every_public_product_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "A_FILE", 2)
    for number in range(5):
        a_product(f"tee-{number}")
    catalog.save_product(new_tee("draft", status=ProductStatus.DRAFT))
    catalog.save_product(new_tee("unlisted", visibility=Visibility.UNLISTED))
    pages, *parts = addresses("/sitemap.xml")
    assert pages == "https://shop.example/sitemap-pages.xml" and len(parts) == 3
    found = [address for part in parts for address in addresses(part)]
    assert sorted(found) == [f"https://shop.example/products/tee-{number}" for number in range(5)]
    assert max(len(addresses(part)) for part in parts) == 2


def test_a_file_of_products_takes_one_query_and_tells_when_they_changed(django_assert_num_queries) -> None:
    product = a_product("tee")
    (part,) = addresses("/sitemap.xml")[1:]
    with django_assert_num_queries(1, connection=connections[database_of("catalog")]):
        answer = Client().get(part.removeprefix("https://shop.example"))
    changed = product.updated_at.isoformat(timespec="seconds")
    assert f"<lastmod>{changed}</lastmod>" in answer.content.decode()


def test_an_empty_shop_has_a_sitemap_too() -> None:
    assert addresses("/sitemap.xml") == ["https://shop.example/sitemap-pages.xml"]


def test_categories_and_addresses_in_every_script_are_told_of_as_addresses_are_written() -> None:
    a_category("kitchen")
    a_product("чашка")
    pages, part = addresses("/sitemap.xml")
    assert "https://shop.example/categories/kitchen" in addresses(pages)
    assert addresses(part) == ["https://shop.example/products/%D1%87%D0%B0%D1%88%D0%BA%D0%B0"]


def test_a_product_says_what_it_is_and_where_it_stands() -> None:
    a_category("home")
    a_category("kitchen", parent="home")
    reduced = new_variant("MUG", "12.00", compare_at=usd("18.00"))
    a_product("mug", category="kitchen", variants=(reduced,), brand="Fell")
    data = linked("/products/mug")
    assert data["Product"]["offers"]["price"] == "12.00"
    assert data["Product"]["url"] == "https://shop.example/products/mug"
    assert data["Product"]["image"][0].startswith("https://shop.example/pictures/")
    steps = [(one["position"], one["name"], one["item"]) for one in data["BreadcrumbList"]["itemListElement"]]
    assert steps == [
        (1, "Home", "https://shop.example/"),
        (2, "Home", "https://shop.example/categories/home"),
        (3, "Kitchen", "https://shop.example/categories/kitchen"),
        (4, "Mug", "https://shop.example/products/mug"),
    ]


def test_a_category_says_where_it_stands() -> None:
    a_category("home")
    a_category("kitchen", parent="home")
    steps = linked("/categories/kitchen")["BreadcrumbList"]["itemListElement"]
    assert [one["name"] for one in steps] == ["Home", "Home", "Kitchen"]


def test_what_is_typed_by_merchants_cannot_leave_its_element() -> None:
    a_product("mug", name='</script><script>alert("1")</script>', seo_description='"><script>')
    page = Client().get("/products/mug").content.decode()
    assert "<script>alert" not in page and '"><script>' not in page
    assert linked("/products/mug")["Product"]["name"].startswith("</script>")


def test_a_shared_product_shows_its_name_words_price_and_picture() -> None:
    a_product("mug", name="Morning Mug", seo_description="Holds three gulps.", price="18.00")
    told = meta("/products/mug")
    assert told["og:type"] == "product" and told["og:title"] == "Morning Mug"
    assert told["og:description"] == "Holds three gulps."
    assert told["og:image"].startswith("https://shop.example/pictures/") and "Moss" in told["og:image:alt"]
    assert (told["product:price:amount"], told["product:price:currency"]) == ("18.00", "USD")


@pytest.mark.parametrize("asked", ["", "?variant=MUG-INK-S", "?utm_source=mail"])
def test_every_view_of_a_product_has_one_address(asked: str) -> None:
    a_product("mug")
    told = meta(f"/products/mug{asked}")
    assert told["canonical"] == told["og:url"] == "https://shop.example/products/mug"


def test_a_filtered_category_has_the_address_of_the_whole_one() -> None:
    a_category("kitchen")
    a_product("mug", category="kitchen", brand="Fell")
    told = meta("/categories/kitchen?brand=fell&ordering=price")
    assert told["canonical"] == "https://shop.example/categories/kitchen"


def test_every_former_address_leads_straight_to_the_present_one_with_what_was_asked() -> None:
    product = a_product("first")
    for slug in ("second", "third"):
        catalog.change_product(product.id, new=new_tee(slug))
    for former in ("first", "second"):
        answer = Client().get(f"/products/{former}?variant=X&utm=mail")
        assert (answer.status_code, answer["Location"]) == (301, "/products/third?variant=X&utm=mail")
    assert addresses(addresses("/sitemap.xml")[1]) == ["https://shop.example/products/third"]


def test_an_address_that_is_used_again_leads_to_its_new_product() -> None:
    product = a_product("mug")
    catalog.change_product(product.id, new=new_tee("cup"))
    again = a_product("mug", variants=(new_variant(),))
    assert Client().get("/products/mug").status_code == 200
    assert catalog.get_product("mug").id == again.id
