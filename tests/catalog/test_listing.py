"""Lists of a category: everything below it, in any order, each page from where the last one ended."""

import re
from itertools import pairwise

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.catalog.types import Ordering, ProductCard, ProductFilters
from domains.kernel.pagination import Page
from domains.kernel.router import database_of
from tests.factories.catalog import a_category, a_product

pytestmark = pytest.mark.django_db
CLOTHES = ProductFilters(category="clothes")


@pytest.fixture
def a_branch() -> None:
    """Nine products on and below a category, and one that is dearer, cheaper or newer beside it."""
    a_category("clothes")
    a_category("tops", "clothes")
    a_category("shirts", "tops")
    a_category("clothes-pegs")
    a_product("peg", price="1.00", category="clothes-pegs")
    shelves = ("clothes", "tops", "shirts")
    for number, price in enumerate((30, 10, 20, 10, 40, 30, 25, 10, 5)):
        a_product(f"piece-{number}", price=f"{price}.00", category=shelves[number % 3])
    a_product("last-peg", price="90.00", category="clothes-pegs")


def pages(ordering: Ordering, filters: ProductFilters = CLOTHES) -> list[Page[ProductCard]]:
    found = [catalog.list_products(filters, ordering=ordering, page_size=2)]
    while cursor := found[-1].next:
        found.append(catalog.list_products(filters, ordering=ordering, cursor=cursor, page_size=2))
    return found


@pytest.mark.parametrize("ordering", Ordering)
def test_a_category_shows_all_below_it_once_and_the_same_way_back(a_branch: None, ordering: Ordering) -> None:
    there = pages(ordering)
    seen = [card.slug for page in there for card in page]
    assert sorted(seen) == [f"piece-{number}" for number in range(9)]
    for earlier, page in pairwise(there):
        back = catalog.list_products(CLOTHES, ordering=ordering, cursor=page.previous, page_size=2)
        assert back.results == earlier.results


def test_prices_rise_or_fall_across_all_that_is_below(a_branch: None) -> None:
    rising = [card.price.amount for page in pages(Ordering.PRICE) for card in page]
    assert rising == sorted(rising)
    falling = [card.price.amount for page in pages(Ordering.PRICE_DOWN) for card in page]
    assert falling == rising[::-1]


def test_a_name_of_a_category_is_taken_for_its_slug_and_an_unknown_one_is_empty(a_branch: None) -> None:
    assert len(pages(Ordering.NEWEST, ProductFilters(category="Clothes Pegs"))) == 1
    assert catalog.list_products(ProductFilters(category="nowhere")).results == ()


# A few rows are read the same way along any index; of many that lie before and behind the others in every
# order, the planner takes the one that was made for it.
MANY_PEGS = """
WITH peg AS (
    INSERT INTO catalog_product
    SELECT (jsonb_populate_record(p, jsonb_build_object(
        'id', overlay(md5(n::text) placing (ARRAY['00', 'ff'])[n % 2 + 1] from 1 for 2)::uuid, 'slug', 'peg-' || n))).*
    FROM catalog_product p, generate_series(1, 3000) n WHERE p.slug = 'peg'
    RETURNING id, slug
)
INSERT INTO catalog_product_row
SELECT (jsonb_populate_record(r, jsonb_build_object('product_id', id, 'slug', peg.slug, 'name', peg.slug,
    'paid', n % 90, 'rating', n % 5, 'popularity', n % 5, 'published_at', now() - (n - 1500) * interval '1 day'))).*
FROM catalog_product_row r, (SELECT *, row_number() OVER () AS n FROM peg) AS peg WHERE r.slug = 'peg'
"""
MIDDLING = "UPDATE catalog_product_row SET rating = 2, popularity = 2"


def test_a_list_of_a_category_reads_its_own_part_of_an_index_in_every_ordering(a_branch: None) -> None:
    database = connections[database_of("catalog")]
    with database.cursor() as cursor:
        for statement in (MIDDLING, MANY_PEGS, "ANALYZE catalog_product_row"):
            cursor.execute(statement)
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for ordering in Ordering:
            first = catalog.list_products(CLOTHES, ordering=ordering, page_size=2)
            with CaptureQueriesContext(database) as queries:
                catalog.list_products(CLOTHES, ordering=ordering, cursor=first.next, page_size=2)
            cursor.execute(f"EXPLAIN {queries[0]['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert re.search(
                r"Index Scan (Backward )?using catalog_row_shelf_\w+ on catalog_product_row", plan
            )
            # It begins where the last page ended.
            assert "(category_slug)::text = (shelf.slug)::text) AND (ROW(" in plan, ordering
            assert "Sort" not in plan.split("catalog_row_shelf_")[1], ordering
