"""Lists by price in another currency are read along an index that `CURRENCIES` asks for."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.catalog.types import Ordering, ProductFilters
from domains.kernel.router import database_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def database():
    return connections[database_of("catalog")]


def migrated() -> None:
    call_command("migrate", database=database_of("catalog"), verbosity=0)


def indices(database) -> set[str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'catalog_row_paid_in%'")
        return {name for (name,) in cursor.fetchall()}


def test_each_currency_has_its_indices_while_it_is_sold_in(settings, database) -> None:
    settings.CURRENCIES = ("USD", "EUR", "GBP")
    for _ in range(2):
        migrated()
        assert indices(database) == {
            "catalog_row_paid_in_eur",
            "catalog_row_paid_in_eur_shelf",
            "catalog_row_paid_in_gbp",
            "catalog_row_paid_in_gbp_shelf",
        }
    settings.CURRENCIES = ("USD", "GBP")
    migrated()
    assert indices(database) == {"catalog_row_paid_in_gbp", "catalog_row_paid_in_gbp_shelf"}
    settings.CURRENCIES = ("USD",)
    migrated()
    assert indices(database) == set()


@pytest.mark.parametrize(
    ("category", "index"), [("", "catalog_row_paid_in_eur"), ("mugs", "catalog_row_paid_in_eur_shelf")]
)
@pytest.mark.parametrize("ordering", [Ordering.PRICE, Ordering.PRICE_DOWN])
def test_a_list_by_price_is_read_along_the_index(
    settings, database, category: str, index: str, ordering: Ordering
) -> None:
    settings.CURRENCIES = ("USD", "EUR")
    migrated()
    with CaptureQueriesContext(database) as asked:
        catalog.list_products(ProductFilters(currency="EUR", category=category), ordering=ordering)
    with database.cursor() as cursor:
        # Of an empty table anything is read as fast.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {index} " in plan or f"Backward using {index} " in plan, plan
