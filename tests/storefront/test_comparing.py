"""Comparing products, and what a visitor has seen lately, without JavaScript."""

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from domains.catalog import services as catalog
from domains.kernel.ids import new_id
from tests.factories.catalog import TEE_SCHEMA, a_category, a_product
from tests.factories.shop import SmallShop
from tests.factories.user import a_member
from tests.storefront.steps import counting_queries, sign_in, text_of


@pytest.fixture
def tees(small_shop: SmallShop) -> list[str]:
    """The ids of five T-shirts in one category."""
    a_category("vests", attributes_schema=TEE_SCHEMA)
    fits = ("Slim", "Slim", "Regular", "Regular", "Slim")
    return [
        str(a_product(f"vest-{number}", category="vests", attributes={"fit": fit, "material": "Linen"}).id)
        for number, fit in enumerate(fits)
    ]


def ids_of(answer) -> list[str]:
    """The products in the address that the answer leads to."""
    return answer["Location"].partition("ids=")[2].split(",")


def rows_of(page: str) -> dict[str, list[str]]:
    """The table's rows: the words of each cell under the row's heading."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        name: [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall("<td>(.*?)</td>", cells)
        ]
        for name, cells in found
    }


# --- Comparing -----------------------------------------------------------------------------


def test_products_stand_side_by_side_under_the_names_of_their_category(
    visitor: Client, tees: list[str]
) -> None:
    page = visitor.get(f"/compare?ids={tees[0]},{tees[2]}")

    rows = rows_of(page.content.decode())
    assert rows["Material"] == ["Linen", "Linen"]
    assert rows["Fit"] == ["Slim", "Regular"]
    assert rows["Colour"] == ["Moss, Ink", "Moss, Ink"]
    assert rows["Rating"] == ["Not rated yet", "Not rated yet"]
    assert "$20.00" in text_of(page)


def test_only_what_differs_can_be_shown(visitor: Client, tees: list[str]) -> None:
    page = visitor.get(f"/compare?ids={tees[0]},{tees[2]}&only=differences")

    assert set(rows_of(page.content.decode())) == {"Rating", "Availability", "Fit"}


def test_the_product_page_adds_to_what_was_compared_last(visitor: Client, tees: list[str]) -> None:
    visitor.post("/compare", {"add": tees[0]})
    answer = visitor.post("/compare", {"add": tees[1]})

    assert ids_of(answer) == tees[:2]
    assert ids_of(visitor.get("/compare")) == tees[:2]


def test_a_fifth_product_waits_until_one_is_taken_out(visitor: Client, tees: list[str]) -> None:
    for one in tees[:4]:
        visitor.post("/compare", {"add": one})

    refused = visitor.post("/compare", {"add": tees[4]}, follow=True)
    assert "Take one out, then add Vest 4 again." in text_of(refused)

    answer = visitor.post(f"/compare?ids={','.join(tees[:4])}", {"remove": tees[1]})
    assert ids_of(answer) == [tees[0], tees[2], tees[3]]
    assert ids_of(visitor.post("/compare", {"add": tees[4]})) == [tees[0], tees[2], tees[3], tees[4]]


def test_somebody_elses_link_leaves_my_own_comparison_alone(visitor: Client, tees: list[str]) -> None:
    visitor.post("/compare", {"add": tees[0]})

    visitor.get(f"/compare?ids={tees[1]},{tees[2]}")

    assert ids_of(visitor.get("/compare")) == [tees[0]]


@pytest.mark.parametrize("odd", ["nonsense", "\x00", "1" * 3_000, str(new_id())], ids=str.__len__)
def test_what_cannot_be_compared_is_told_and_the_rest_is_shown(
    visitor: Client, tees: list[str], odd: str
) -> None:
    page = visitor.get(f"/compare?ids={tees[0]},{quote(odd)}")

    assert page.status_code == 200
    assert "Not everything in this address can be shown" in text_of(page)
    assert "Vest 0" in text_of(page)


def test_a_comparison_of_four_costs_few_queries(visitor: Client, tees: list[str]) -> None:
    visitor.get("/")
    with counting_queries() as queries:
        visitor.get(f"/compare?ids={','.join(tees[:4])}")

    assert len(queries) == 1, "\n".join(queries)


def test_without_products_it_says_how_to_begin(visitor: Client) -> None:
    assert "Nothing to compare yet." in text_of(visitor.get("/compare"))


# --- Seen lately ---------------------------------------------------------------------------


def seen_on(visitor: Client, path: str) -> list[str]:
    """The products of the page's part, in its order."""
    page = visitor.get(path).content.decode()
    part = page.partition("<!--seen-->")[2].partition("<!--/seen-->")[0]
    return re.findall(r'href="/products/([^"]+)"', part)


def test_what_was_seen_last_stands_first_and_not_on_its_own_page(visitor: Client, tees: list[str]) -> None:
    assert seen_on(visitor, "/") == []
    for slug in ("vest-0", "vest-1", "vest-0", "vest-2"):
        visitor.get(f"/products/{slug}")

    assert seen_on(visitor, "/") == ["vest-2", "vest-0", "vest-1"]
    assert seen_on(visitor, "/products/vest-0") == ["vest-2", "vest-1"]


def test_a_kept_page_shows_each_guest_their_own(tees: list[str]) -> None:
    ada, bob = Client(), Client()
    for _ in range(3):
        ada.get("/products/vest-0")
        bob.get("/products/vest-1")

    for _ in range(3):
        assert seen_on(ada, "/products/vest-2")[:1] == ["vest-0"]
        assert seen_on(bob, "/products/vest-2")[:1] == ["vest-1"]
    assert seen_on(Client(), "/products/vest-2") == []


def test_a_kept_page_costs_a_guest_with_a_history_one_query_a_minute(
    visitor: Client, tees: list[str]
) -> None:
    Client().get("/products/vest-1")
    Client().get("/products/vest-1")
    visitor.get("/products/vest-0")
    for most in (1, 0):
        with counting_queries() as queries:
            assert seen_on(visitor, "/products/vest-1") == ["vest-0"]
        assert len(queries) == most, "\n".join(queries)


def test_a_dozen_is_remembered_and_six_are_shown(visitor: Client, small_shop: SmallShop) -> None:
    for number in range(14):
        a_product(f"thing-{number}")
        visitor.get(f"/products/thing-{number}")
    assert seen_on(visitor, "/") == [f"thing-{number}" for number in range(13, 7, -1)]

    for number in range(13, 3, -1):
        catalog.archive_product(catalog.get_product(f"thing-{number}").id)
    # The cards may be a minute old; then they are drawn anew.
    cache.clear()

    assert seen_on(visitor, "/") == ["thing-3", "thing-2"]


def test_the_longest_names_leave_the_cookie_small(visitor: Client, small_shop: SmallShop) -> None:
    for number in range(12):
        a_product(f"{'ä' * 240}-{number}")
        visitor.get(f"/products/{quote('ä' * 240)}-{number}")

    assert len(visitor.cookies["seen"].value) <= 2_000
    assert seen_on(visitor, "/")


def test_it_is_forgotten_on_demand_and_at_signing_out(visitor: Client, tees: list[str]) -> None:
    visitor.get("/products/vest-0")
    answer = visitor.post("/seen/forget", {"next": "/products/vest-1"})
    assert answer["Location"] == "/products/vest-1"
    assert seen_on(visitor, "/") == []

    sign_in(visitor, a_member())
    visitor.get("/products/vest-0")
    assert seen_on(visitor, "/") == ["vest-0"]
    visitor.post("/account/logout")
    assert seen_on(visitor, "/") == []


@pytest.mark.parametrize("value", ["x", "eyJ9:1:2", "\u00e4"])
def test_a_cookie_that_was_tampered_with_is_nothing(visitor: Client, tees: list[str], value: str) -> None:
    visitor.cookies["seen"] = value
    visitor.cookies["compare"] = value

    assert seen_on(visitor, "/") == []
    assert visitor.get("/compare").status_code == 200


def test_a_page_that_moved_or_is_missing_is_not_remembered(visitor: Client, tees: list[str]) -> None:
    assert visitor.get("/products/nowhere").status_code == 404

    assert "seen" not in visitor.cookies
