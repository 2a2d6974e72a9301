"""Search and suggestions as a client of the API sees them."""

import pytest
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from tests.catalog.test_search import NASTY
from tests.factories.catalog import a_category, a_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


@pytest.fixture
def guest() -> APIClient:
    return APIClient()


def test_an_answer_has_the_fields_of_the_contract(guest) -> None:
    a_category("jackets")
    a_product("jacket", name="Wool jacket", brand="Halden", category="jackets", price="80")
    answer = guest.get("/api/v1/products/search?q=wool").json()
    assert set(answer) == {"results", "next", "previous", "total", "facets", "took_ms"}
    (row,) = answer["results"]
    assert row["slug"] == "jacket" and row["price"] == {"amount": "80.00", "currency": "USD"}
    assert row["highlight"] == "<mark>Wool</mark> jacket"
    assert answer["total"] == 1
    assert {"brand", "category", "price", "in_stock", "attr.colour", "attr.size"} <= set(answer["facets"])
    assert answer["facets"]["brand"] == [{"value": "halden", "label": "Halden", "count": 1, "swatch": ""}]


def test_a_mended_query_is_named(guest) -> None:
    a_product("jacket", name="Wool jacket")
    assert guest.get("/api/v1/products/search?q=jakcet").json()["corrected_query"] == "jacket"


def test_filters_orderings_and_pages_are_those_of_the_list(guest) -> None:
    for number in range(3):
        a_product(f"hat-{number}", name="Hat", price=str(10 + number))
    answer = guest.get("/api/v1/products/search?q=hat&min_price=11&ordering=-price&page_size=1").json()
    assert [row["slug"] for row in answer["results"]] == ["hat-2"]
    answer = guest.get(answer["next"]).json()
    assert [row["slug"] for row in answer["results"]] == ["hat-1"]
    assert answer["next"] is None
    assert guest.get("/api/v1/products/search?colour=moss").status_code == 400
    assert guest.get("/api/v1/products/search?ordering=best").json()["code"] == "invalid_filter"
    assert guest.get("/api/v1/products/search?q=hat&cursor=nonsense").json()["code"] == "invalid_cursor"


def test_what_is_searched_is_suggested_to_others(guest) -> None:
    a_category("jackets")
    a_product("jacket", name="Wool jacket", category="jackets")
    guest.get("/api/v1/products/search?q=wool jacket")
    guest.get("/api/v1/products/search?q=wooden horse")
    catalog.fold_searches()
    answer = guest.get("/api/v1/products/suggest?q=woo").json()
    assert answer["queries"] == ["wool jacket"]
    assert [row["slug"] for row in answer["products"]] == ["jacket"]
    assert guest.get("/api/v1/products/suggest?q=jack").json()["categories"][0]["slug"] == "jackets"
    assert guest.get("/api/v1/products/suggest").json() == {"products": [], "categories": [], "queries": []}


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_typed_is_answered(guest, typed: str) -> None:
    a_product("scarf", name="Wool scarf")
    for address in ("/api/v1/products/search", "/api/v1/products/suggest"):
        assert guest.get(address, {"q": typed.encode(errors="surrogatepass")}).status_code == 200


def test_results_are_as_new_as_the_last_change(guest) -> None:
    product = a_product("scarf", name="Scarf")
    assert guest.get("/api/v1/products/search?q=scarf").json()["total"] == 1
    catalog.archive_product(product.id)
    assert guest.get("/api/v1/products/search?q=scarf").json()["total"] == 0
