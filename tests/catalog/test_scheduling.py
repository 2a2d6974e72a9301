"""Products appear, and reductions begin and end, by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from rest_framework.test import APIClient

from domains.cart import services as carts
from domains.cart.errors import NotSold
from domains.cart.types import WantedLine
from domains.catalog import services as catalog
from domains.catalog.errors import InvalidProduct, ProductNotFound
from domains.catalog.importing import exporting
from domains.catalog.types import Product, ProductFilters
from domains.kernel import clock
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals
from tests.catalog.test_admin import signed_in as at_the_admin
from tests.catalog.test_api import signed_in
from tests.catalog.test_import import imported
from tests.factories.catalog import a_product, new_tee, new_variant, usd
from tests.factories.inventory import stock

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with clock.running_on(lambda: moment):
        yield


def listed() -> list[str]:
    return [card.slug for card in catalog.list_products(ProductFilters())]


def a_mug(**changes: object) -> Product:
    """A mug that appears at noon."""
    variants = (new_variant("MUG", "18.00"),)
    given = {"variants": variants, "published_at": NOON} | changes
    with at(NOON - 2 * HOUR):
        product = catalog.save_product(new_tee("mug", **given))
        stock(product.variants[0].id, east=9)
    return product


def a_reduced_mug() -> Product:
    """A mug for $18 that costs $12 from noon to one."""
    reduced = new_variant("MUG", "12.00", compare_at=usd("18.00"), sale_from=NOON, sale_until=NOON + HOUR)
    return a_mug(variants=(reduced,), published_at=NOON - 2 * HOUR)


def price_in_list() -> Money:
    (card,) = catalog.list_products(ProductFilters())
    return card.sale_price or card.price


def test_before_its_time_nobody_sees_a_product() -> None:
    product = a_mug()
    with at(NOON - SECOND):
        catalog.turn_due_rows()
        assert listed() == [] and catalog.search_products("mug").total == 0
        assert Client().get("/products/mug").status_code == 404
        assert APIClient().get(f"/api/v1/products/{product.id}").status_code == 404
        with pytest.raises(ProductNotFound):
            catalog.get_product("mug")
        assert catalog.get_product("mug", drafts=True).id == product.id


def test_before_its_time_nobody_buys_a_product() -> None:
    variant_id = a_mug().variants[0].id
    with at(NOON - SECOND), pytest.raises(NotSold):
        carts.create_cart(lines=(WantedLine(variant_id, 1),))
    with at(NOON):
        cart = carts.create_cart(lines=(WantedLine(variant_id, 1),))
    assert cart.lines[0].unit_price == usd("18.00")


def test_at_its_time_it_is_there_by_its_address_at_once_and_in_lists_with_the_next_turn() -> None:
    a_mug()
    with at(NOON):
        assert catalog.get_product("mug").slug == "mug"
        assert catalog.turn_due_rows() == 1
        assert listed() == ["mug"] and catalog.search_products("mug").total == 1
        assert catalog.turn_due_rows() == 0


def test_a_product_that_waits_is_shown_before_its_time_when_somebody_says_so() -> None:
    product = a_mug()
    with at(NOON - HOUR):
        catalog.publish_product(product.id)
        assert listed() == ["mug"]
        assert catalog.get_product("mug").published_at == NOON - HOUR


def test_a_reduction_begins_and_ends_in_what_a_cart_pays_without_any_task() -> None:
    variant_id = a_reduced_mug().variants[0].id
    with at(NOON - HOUR):
        cart = carts.create_cart(lines=(WantedLine(variant_id, 2),))
    paid = []
    for moment in (NOON - SECOND, NOON, NOON + HOUR - SECOND, NOON + HOUR):
        with at(moment):
            paid.append(carts.get_cart(cart.id).totals.subtotal)
    assert paid == [usd("36.00"), usd("24.00"), usd("24.00"), usd("36.00")]


def test_a_reduction_begins_and_ends_on_the_page_of_the_product_without_any_task() -> None:
    a_reduced_mug()
    seen = []
    for moment in (NOON - SECOND, NOON, NOON + HOUR):
        with at(moment):
            product = catalog.get_product("mug")
            seen.append((product.sale_price, product.variants[0].sale_until))
    assert seen == [(None, None), (usd("12.00"), NOON + HOUR), (None, None)]


def test_a_reduction_begins_and_ends_in_lists_and_filters_with_the_next_turn() -> None:
    a_reduced_mug()
    seen = []
    for moment in (NOON - SECOND, NOON, NOON + HOUR):
        with at(moment):
            catalog.turn_due_rows()
            seen.append((price_in_list(), len(catalog.list_products(ProductFilters(on_sale=True)))))
    assert seen == [(usd("18.00"), 0), (usd("12.00"), 1), (usd("18.00"), 0)]


def test_variants_in_a_time_of_reduction_are_read_with_one_query(django_assert_num_queries) -> None:
    product = a_reduced_mug()
    with django_assert_num_queries(1, connection=connections[database_of("catalog")]), at(NOON):
        (variant,) = catalog.get_variants([product.variants[0].id]).values()
    assert (variant.unit_price, variant.regular_price) == (usd("12.00"), usd("18.00"))


def test_a_turn_with_nothing_due_asks_one_thing_of_its_index() -> None:
    a_mug()
    database = connections[database_of("catalog")]
    with at(NOON - HOUR):
        assert catalog.turn_due_rows() == 0
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "EXPLAIN SELECT product_id FROM catalog_product_row WHERE changes_at <= now() "
            "ORDER BY changes_at, product_id LIMIT 500"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "catalog_row_due" in plan and "Sort" not in plan


def test_the_page_says_until_when_the_reduction_lasts() -> None:
    product = a_reduced_mug()
    address = f"/products/{product.slug}"
    with at(NOON):
        catalog.turn_due_rows()
        page = Client().get(address).content.decode()
    assert "Reduced until" in page and "1 March, 13:00 UTC" in page and "priceValidUntil" in page
    with at(NOON + HOUR):
        catalog.turn_due_rows()
        page = Client().get(address).content.decode()
    assert "Reduced until" not in page and "$18.00" in page


def test_the_times_are_set_and_taken_back_through_the_api() -> None:
    merchandiser = signed_in(Role.MERCHANDISER)
    product = a_product("mug", variants=(new_variant("MUG", "18.00"),))
    address = f"/api/v1/products/{product.id}"
    window = {"sale_from": "2027-03-01T12:00:00Z", "sale_until": "2027-03-01T13:00:00Z"}
    sale = {"sale_price": {"amount": "12.00", "currency": "USD"}}
    answer = merchandiser.patch(address, sale | window, format="json")
    assert answer.status_code == 200 and answer.json()["sale_price"] is None
    with at(NOON):
        (variant,) = APIClient().get(address).json()["variants"]
        assert variant["sale_price"] == sale["sale_price"]
        assert variant["sale_until"] == window["sale_until"]
    merchandiser.patch(address, {"sale_price": None}, format="json")
    (plain,) = catalog.get_editable(product.id).variants
    assert (plain.price, plain.compare_at, plain.sale_from, plain.sale_until) == (
        usd("18.00"),
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sale_until": "2027-03-01T13:00:00Z"}, "sale_price"),
        (
            {
                "sale_price": {"amount": "12.00", "currency": "USD"},
                "sale_from": "2027-03-02T13:00:00Z",
                "sale_until": "2027-03-01T13:00:00Z",
            },
            "sale_until",
        ),
    ],
)
def test_times_that_make_no_sense_are_refused_with_their_field(changes: dict, field: str) -> None:
    product = a_product("mug", variants=(new_variant("MUG", "18.00"),))
    answer = signed_in(Role.MERCHANDISER).patch(f"/api/v1/products/{product.id}", changes, format="json")
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["field"] == field
    assert catalog.get_product("mug") == product


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidProduct, match="must end after it begins"):
        a_mug(
            variants=(
                new_variant("M", "1.00", compare_at=usd("2.00"), sale_from=NOON, sale_until=NOON - HOUR),
            )
        )


def test_a_merchandiser_sets_the_times_in_the_form_and_sees_what_waits() -> None:
    merchandiser = at_the_admin(Role.MERCHANDISER)
    product = a_product("mug", variants=(new_variant("MUG", "18.00"),))
    address = page_of("product", product.id)
    changes = {
        "published_at_0": "2100-03-01",
        "published_at_1": "12:00:00",
        "variants-0-sale_price": "12.00",
        "variants-0-sale_from_0": "2100-03-01",
        "variants-0-sale_from_1": "12:00:00",
        "variants-0-sale_until_0": "2100-03-02",
        "variants-0-sale_until_1": "12:00:00",
    }
    answer = merchandiser.post(address, form_of(merchandiser, address) | changes)
    assert answer.status_code == 302, refusals(answer)
    saved = catalog.get_editable(product.id)
    assert saved.published_at == datetime(2100, 3, 1, 12, tzinfo=UTC)
    assert saved.variants[0].sale_until == datetime(2100, 3, 2, 12, tzinfo=UTC)
    assert "scheduled" in merchandiser.get("/admin/catalog/product/").content.decode().lower()
    again = merchandiser.post(address, form_of(merchandiser, address))
    assert again.status_code == 302 and catalog.get_editable(product.id) == saved


def test_the_times_survive_a_file(tmp_path) -> None:
    product = a_reduced_mug()
    before = catalog.get_editable(product.id).variants
    job = imported("".join(exporting.lines()), tmp_path)
    assert {one.field for one in job.problems} <= {"Image Src"}
    assert catalog.get_editable(product.id).variants == before
    broken = "Handle,Title,Variant Price,Variant Sale From\nmug,Mug,9.00,soon\n"
    (problem,) = [one for one in imported(broken, tmp_path).problems if one.field == "Variant Sale From"]
    assert "'soon' is not a time" in problem.reason
