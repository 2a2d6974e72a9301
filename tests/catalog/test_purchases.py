"""What was bought is written down with the order, and counted later, once."""

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.catalog.models import Companion
from domains.catalog.recommending import purchases
from domains.catalog.types import Ordering, ProductFilters
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from tests.factories.catalog import a_product
from tests.flows.crashing import Crash, crashing

pytestmark = pytest.mark.django_db


def bought(*products, reference=None, quantity=1):
    reference = reference or new_id()
    catalog.record_purchase(reference, quantities={one.variants[0].id: quantity for one in products})
    return reference


def together(product):
    return [one.card.slug for one in catalog.list_around([product.id], similar=0)]


def counts():
    rows = Companion.objects.values_list("product__slug", "companion__slug", "orders")
    return {f"{one}+{other}": orders for one, other, orders in rows}


def test_an_order_only_writes_down_what_it_bought():
    tee, mug = a_product("tee"), a_product("mug")
    with CaptureQueriesContext(connections[database_of("catalog")]) as asked:
        bought(tee, mug)
    (statement,) = asked.captured_queries
    assert "INSERT INTO catalog_purchase" in statement["sql"] and "UPDATE" not in statement["sql"]
    assert together(tee) == [] and counts() == {}


def test_what_stands_in_most_orders_with_a_product_comes_first():
    tee, mug, jug = a_product("tee"), a_product("mug"), a_product("jug")
    bought(tee, mug)
    bought(tee, mug, quantity=7)
    bought(tee, jug, quantity=50)
    bought(jug, quantity=9)
    assert catalog.fold_purchases() == 7
    assert (together(tee), together(mug), together(jug)) == (["mug", "jug"], ["tee"], ["tee"])


def test_what_cannot_be_bought_is_not_offered():
    tee, mug, jug = a_product("tee"), a_product("mug"), a_product("jug")
    bought(tee, mug, jug)
    catalog.fold_purchases()
    catalog.archive_product(mug.id)
    catalog.record_availability({one.id: 0 for one in jug.variants})
    assert together(tee) == []


def test_a_part_of_an_order_that_comes_later_meets_what_was_counted():
    tee, mug = a_product("tee"), a_product("mug")
    reference = bought(tee)
    catalog.fold_purchases()
    bought(tee, mug, reference=reference)
    catalog.fold_purchases()
    assert counts() == {"tee+mug": 1, "mug+tee": 1}
    (first, second) = catalog.list_products(ProductFilters(), ordering=Ordering.BESTSELLING)
    assert {first.slug, second.slug} == {"tee", "mug"}
    assert catalog.rebuild_rows() == 0


def test_an_order_of_everything_says_nothing_of_what_goes_together(monkeypatch):
    monkeypatch.setattr(purchases, "WIDEST_ORDER", 2)
    bought(*(a_product(f"tee-{number}") for number in range(3)))
    assert catalog.fold_purchases() == 3
    assert counts() == {}


def test_more_than_is_counted_at_once_is_counted_all_the_same(monkeypatch):
    monkeypatch.setattr(purchases, "_BATCH", 3)
    tee, mug = a_product("tee"), a_product("mug")
    for _ in range(7):
        bought(tee, mug)
    assert catalog.fold_purchases() == 14
    assert counts() == {"tee+mug": 7, "mug+tee": 7}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_while_counting_counts_nothing_twice(when):
    tee, mug = a_product("tee"), a_product("mug")
    bought(tee, mug)
    with crashing(purchases, "fold_some", when=when), pytest.raises(Crash):
        catalog.fold_purchases()
    assert counts() == {}
    assert catalog.fold_purchases() == 2
    assert counts() == {"tee+mug": 1, "mug+tee": 1}


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_while_another_counts_leaves_it_to_them():
    bought(a_product("tee"))
    alias = database_of("catalog")
    other = connections[alias].copy()
    try:
        with transaction.atomic(using=alias), other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [purchases._LOCK])
            assert purchases.fold_some() == 0
            cursor.execute("SELECT pg_advisory_unlock(%s)", [purchases._LOCK])
    finally:
        other.close()
    assert catalog.fold_purchases() == 1
