"""Finding things: the front page, categories, search, products."""

import json
import re

import pytest
from django.test import Client

from domains.catalog import services as catalog
from tests.factories.catalog import new_tee, new_variant
from tests.factories.shop import SmallShop
from tests.storefront.steps import counting_queries, text_of


def test_the_front_page_shows_what_is_new(visitor: Client) -> None:
    page = visitor.get("/")

    assert page.status_code == 200
    assert "Everyday Tee" in text_of(page)
    assert "Morning Mug" in text_of(page)


@pytest.mark.parametrize(
    "path", ["/", "/categories/clothing", "/search?q=tee", "/products/everyday-tee", "/cart"]
)
def test_a_page_costs_a_new_visitor_at_most_five_queries(visitor: Client, path: str) -> None:
    visitor.get("/")  # the category tree is remembered from here on

    with counting_queries() as queries:
        assert visitor.get(path).status_code == 200

    assert len(queries) <= 5, "\n".join(queries)


@pytest.mark.parametrize("name", ["q", "category", "collection", "tag", "brand", "attr.colour", "attr.%00"])
def test_a_nul_in_an_address_is_overlooked(visitor: Client, name: str) -> None:
    assert visitor.get(f"/search?{name}=%00").status_code == 200


def test_a_category_holds_what_is_below_it(visitor: Client) -> None:
    words = text_of(visitor.get("/categories/clothing"))

    assert "Everyday Tee" in words
    assert "Morning Mug" not in words


def test_a_filter_narrows_and_can_be_taken_off(visitor: Client) -> None:
    page = visitor.get("/search?brand=fell-row")

    assert "Everyday Tee" in text_of(page)
    assert "Morning Mug" not in text_of(page)
    assert 'class="chip" href="?"' in page.content.decode()


def test_a_price_that_is_no_number_is_left_out_with_words(visitor: Client) -> None:
    page = visitor.get("/search?min_price=cheap")

    assert page.status_code == 200
    assert "“cheap” is not an amount" in text_of(page)


def test_pages_go_on_by_cursor(visitor: Client) -> None:
    catalog.save_products([new_tee(f"tee-{number}", category="t-shirts") for number in range(30)])

    first = visitor.get("/categories/t-shirts").content.decode()
    onward = re.search(r'rel="next" href="([^"]+)"', first)

    assert onward
    second = visitor.get("/categories/t-shirts" + onward[1].replace("&amp;", "&"))
    names = set(re.findall(r'href="/products/([^"?]+)"', first))
    assert names.isdisjoint(re.findall(r'<h3><a href="/products/([^"?]+)"', second.content.decode()))


def test_an_old_cursor_begins_again(visitor: Client) -> None:
    answer = visitor.get("/categories/clothing?cursor=nonsense&brand=fell-row")

    assert answer.status_code == 302
    assert answer["Location"] == "/categories/clothing?brand=fell-row"


def test_nothing_found_says_so_and_offers_more(visitor: Client) -> None:
    words = text_of(visitor.get("/search?q=zzzqqqxxx"))

    assert "Nothing fits all of that" in words
    assert "New in the shop" in words


def test_a_search_shows_words_and_never_runs_them(visitor: Client) -> None:
    page = visitor.get("/search", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_was_searched_for_is_marked(visitor: Client) -> None:
    assert "Morning <mark>Mug</mark></a>" in visitor.get("/search?q=mug").content.decode()


def test_suggestions_lead_to_products(visitor: Client) -> None:
    found = visitor.get("/search/suggest?q=morn", headers={"HX-Request": "true"}).content.decode()

    assert 'href="/products/morning-mug"' in found


def test_a_variant_is_chosen_by_link(visitor: Client, small_shop: SmallShop) -> None:
    ink = next(one for one in small_shop.tee.variants if one.attributes == {"Colour": "Ink", "Size": "M"})

    page = visitor.get(f"/products/everyday-tee?variant={ink.sku}").content.decode()

    assert f'name="variant_id" value="{ink.id}"' in page
    assert re.search(r'aria-current="true"[^>]*>(<svg.*?</svg>)?Ink', page, re.DOTALL)


def test_each_choice_leads_to_the_variant_that_keeps_the_others(
    visitor: Client, small_shop: SmallShop
) -> None:
    page = visitor.get("/products/everyday-tee?variant=EVERYDAY-TEE-MOSS-M").content.decode()

    assert 'href="?variant=EVERYDAY-TEE-INK-M"' in page


def test_a_former_address_answers_301(visitor: Client, small_shop: SmallShop) -> None:
    catalog.change_product(
        small_shop.mug.id, new=new_tee("evening-mug", category="kitchen", variants=(new_variant("MUG"),))
    )

    answer = visitor.get("/products/morning-mug")

    assert answer.status_code == 301
    assert answer["Location"] == "/products/evening-mug"


def test_machines_can_read_the_price(visitor: Client) -> None:
    page = visitor.get("/products/morning-mug").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]

    assert data["@type"] == "Product"
    assert data["offers"]["price"] == "18.00"
    assert data["offers"]["availability"] == "https://schema.org/InStock"


@pytest.mark.parametrize("path", ["/products/no-such-thing", "/categories/none", "/nowhere"])
def test_what_is_not_there_answers_404_in_the_shops_design(visitor: Client, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert "There is nothing on this shelf" in text_of(answer)


def test_search_engines_stay_out_of_carts(visitor: Client) -> None:
    assert "Disallow: /cart" in visitor.get("/robots.txt").content.decode()


def test_a_title_and_a_description_stand_on_every_page(visitor: Client) -> None:
    titles = set()
    for path in ("/", "/categories/clothing", "/products/morning-mug", "/about", "/help"):
        page = visitor.get(path).content.decode()
        titles.add(re.search(r"<title>(.+?)</title>", page)[1])  # type: ignore[index]
        assert re.search(r'<meta name="description" content="[^"]{4,}"', page)
        assert re.search(r'<link rel="canonical" href="http[^"]+"', page)
    assert len(titles) == 5
