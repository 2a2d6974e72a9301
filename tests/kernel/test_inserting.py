"""Many rows go to the database as one parameter, and mean the same as few."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from domains.catalog import saving
from domains.catalog import services as catalog
from domains.catalog.models import Brand, Product, Variant
from domains.kernel.ids import OrderId
from domains.kernel.inserting import insert, insert_together
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.updating import change_if, update
from domains.kernel.values import values
from domains.order import summaries
from domains.order.models import Order, Summary
from domains.order.types import OrderStatus, OrderSummary
from tests.factories.catalog import a_product, new_tee, new_variant

pytestmark = pytest.mark.django_db
ALIAS, ORDERS = database_of("catalog"), database_of("order")
HARD = ["it's", 'a "quote"', "back\\slash", "tab\tand\nline", "€ 😀", "null", "{a,b}", ""]


def brands(count: int) -> list[Brand]:
    return [Brand(slug=f"b-{n}", name=f"{HARD[n % len(HARD)]} {n}") for n in range(count)]


@pytest.mark.parametrize("count", [3, 200, 4_100])
def test_what_is_inserted_is_what_was_given(count) -> None:
    made = brands(count)
    insert(made, alias=ALIAS)
    stored = Brand.objects.in_bulk([one.id for one in made])
    assert {one.id: (one.name, one.created_at) for one in made} == {
        key: (one.name, one.created_at) for key, one in stored.items()
    }


def test_arrays_json_numbers_and_nothing_come_back_as_they_were() -> None:
    variants = [
        new_variant(f"V-{n}", "12.50", attributes={"Size": HARD[n % 7], "No": str(n)}) for n in range(80)
    ]
    product = a_product(variants=tuple(variants), tags=("a,b", 'c"d', "e\\f"))
    assert product.tags == ("a,b", 'c"d', "e\\f")
    assert {one.sku: one.attributes for one in product.variants} == {
        one.sku: one.attributes for one in variants
    }
    stored = Variant.objects.get(sku="V-3")
    assert (stored.price, stored.sale_price, stored.sale_from) == (Decimal("12.5"), None, None)


def test_a_text_that_is_too_long_is_refused_and_never_cut() -> None:
    long = [*brands(100), Brand(slug="long", name="x" * 121)]
    with pytest.raises(DataError), transaction.atomic(using=ALIAS):
        insert(long, alias=ALIAS)
    with pytest.raises(IntegrityError), transaction.atomic(using=ALIAS):
        insert([*brands(100), Brand(slug="b-1", name="again")], alias=ALIAS)
    assert not Brand.objects.exists()


def test_an_update_writes_the_fields_that_are_named() -> None:
    made = brands(120)
    insert(made, alias=ALIAS)
    for one in made:
        one.name, one.description = f"New {one.slug}", "not named"
    update(made, ["name"], alias=ALIAS)
    assert set(Brand.objects.values_list("name", "description")) == {(f"New b-{n}", "") for n in range(120)}


def test_what_was_sold_and_is_there_outlives_a_product_that_is_saved(monkeypatch) -> None:
    product = a_product("tee", price="20")
    real = saving._write_tables

    def sell_meanwhile(shelf: Any) -> None:
        Product.objects.filter(id=product.id).update(sold=7)
        Variant.objects.filter(product=product.id).update(available=4)
        real(shelf)

    monkeypatch.setattr(saving, "_write_tables", sell_meanwhile)
    catalog.save_product(new_tee("tee", name="Renamed", price="30"))
    assert Product.objects.get(id=product.id).sold == 7
    assert {one.available for one in catalog.get_product("tee").variants} == {4}


@pytest.mark.parametrize("count", [1, 3, 200])
def test_few_and_many_values_are_the_same_table(count) -> None:
    rows = [(n, HARD[n % len(HARD)], n % 2 == 0, None) for n in range(count)]
    listed, given = values(rows, "int", "text", "bool", "uuid")
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({listed}) AS given", given)  # noqa: S608
        assert cursor.fetchall() == rows


def test_rows_that_belong_together_are_one_statement_and_share_what_the_database_fills_in() -> None:
    order = an_order()
    row = summaries.to_row(a_summary(order))
    with CaptureQueriesContext(connections[ORDERS]) as queries:
        insert_together(order, (row,), alias=ORDERS)
    assert len(queries) == 1
    assert order.number.startswith("S7-")
    assert row.number == order.number
    assert Order.objects.get(id=order.id).shipping_address == order.shipping_address
    assert Summary.objects.get(id=order.id).number == order.number


def test_of_rows_that_belong_together_one_that_is_refused_refuses_all() -> None:
    order, other = an_order(), an_order()
    insert_together(order, (summaries.to_row(a_summary(order)),), alias=ORDERS)
    with pytest.raises(IntegrityError), transaction.atomic(using=ORDERS):
        insert_together(other, (summaries.to_row(a_summary(order)),), alias=ORDERS)
    assert not Order.objects.filter(id=other.id).exists()


def test_a_row_changes_only_where_the_condition_holds() -> None:
    brand = Brand(slug="b", name="Before")
    insert([brand], alias=ALIAS)
    brand.name = "After"
    assert not change_if(brand, ("name",), "name = %s", ["Other"], alias=ALIAS)
    assert Brand.objects.get().name == "Before"
    assert change_if(brand, ("name",), "name = %s", ["Before"], alias=ALIAS)
    assert Brand.objects.get().name == "After"


def an_order() -> Order:
    money = {"subtotal": 10, "discount": 0, "shipping": 2, "tax": 1, "total": 13}
    home = {"name": "Ada", "line1": "1 Main Street", "note": HARD[1]}
    return Order(
        email="ada@people.test",
        currency="USD",
        item_count=1,
        shipping_address=home,
        billing_address=home,
        shipping_method="standard",
        shipping_method_name="Standard",
        **{name: Decimal(amount) for name, amount in money.items()},
    )


def a_summary(order: Order) -> OrderSummary:
    return OrderSummary(
        id=OrderId(order.id),
        number=order.number,
        user_id=None,
        email=order.email,
        status=OrderStatus.PENDING,
        payment_status="pending",
        fulfilment_status="unfulfilled",
        total=order.money,
        refunded=Money.zero("USD"),
        item_count=1,
        created_at=order.created_at,
    )
