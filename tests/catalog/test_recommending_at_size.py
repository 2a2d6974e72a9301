"""In a large shop recommendations are looked up, and orders of very many lines counted, as in a small one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.catalog.models import Companion, Product, ProductRow, Variant
from domains.catalog.recommending import around
from domains.kernel.ids import new_id
from domains.kernel.router import every_database
from tests.benchmarks.goods import multiply
from tests.catalog.committed import committed_for_a_module
from tests.factories.catalog import a_category, a_product

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(len(every_database()) > 1, reason="products are copied within one database"),
]
_MANY, _WIDE = 6_000, 500


@pytest.fixture(scope="module")
def hats(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Product]]:
    """Very many hats; the first are returned."""
    with committed_for_a_module(django_db_blocker):
        a_category("hats")
        for number in range(4):
            a_product(f"hat-{number}", name="Felt hat", brand="Fell & Row", category="hats", price="20")
        settings = connection.settings_dict
        multiply("postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**settings), first=1, last=_MANY)
        can_be_bought = Product.objects.filter(row__listed=True, row__in_stock=True)
        yield list(can_be_bought.order_by("id")[: 2 * _WIDE])


def test_what_stands_around_a_product_is_looked_up_and_not_looked_for(hats: list[Product]) -> None:
    Companion.objects.bulk_create(
        Companion(product=hats[0], companion=other, orders=1 + place)
        for place, other in enumerate(hats[1:41])
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_companion")
    with CaptureQueriesContext(connection) as asked:
        found = catalog.list_around([hats[0].id])
    assert len(found) == 8
    (statement,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on catalog_product_row" not in plan, plan


def test_of_very_many_companions_those_count_that_stood_with_it_most_often(hats: list[Product]) -> None:
    Companion.objects.bulk_create(
        Companion(product=hats[0], companion=other, orders=1) for other in hats[1 : 2 + around._MOST]
    )
    often = hats[-1]
    Companion.objects.create(product=hats[0], companion=often, orders=9)
    ProductRow.objects.update(popularity=10)
    (first, *_) = catalog.list_around([hats[0].id], similar=0)
    assert first.card.id == often.id


def test_an_order_of_500_lines_is_counted_and_makes_no_pairs(hats: list[Product]) -> None:
    wide = {hat.id for hat in hats[:_WIDE]}
    before = Product.objects.filter(id__in=wide).aggregate(sum=Sum("sold"))["sum"]
    lines = dict(Variant.objects.filter(product__in=wide).values_list("product_id", "id"))
    for _ in range(3):
        catalog.record_purchase(new_id(), quantities=dict.fromkeys(lines.values(), 2))
    assert catalog.fold_purchases() == 3 * _WIDE
    assert Product.objects.filter(id__in=wide).aggregate(sum=Sum("sold"))["sum"] == before + 3 * _WIDE * 2
    assert not Companion.objects.exists()
