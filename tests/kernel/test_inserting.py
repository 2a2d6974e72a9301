"""Many rows go to the database as one parameter, and mean the same as few."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connections, transaction

from domains.catalog import saving
from domains.catalog import services as catalog
from domains.catalog.models import Brand, Product, Variant
from domains.kernel.inserting import insert, update
from domains.kernel.router import database_of
from domains.kernel.values import values
from tests.factories.catalog import a_product, new_tee, new_variant

pytestmark = pytest.mark.django_db
ALIAS = database_of("catalog")
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
