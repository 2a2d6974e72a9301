"""The order of what a search finds holds its floor, on every engine that this machine has."""

import sys
from itertools import permutations

import pytest

from domains.catalog import services as catalog
from ecommerce.demo import load
from ecommerce.demo.shelves import build, fill
from tests.catalog.relevance.measuring import DEPTH, by_kind, measure, ndcg, report
from tests.catalog.relevance.queries import queries

# A little under what PostgreSQL reaches: docs/search.md.
FLOOR = {
    "attribute": 0.93,
    "brand + noun": 0.94,
    "colour + noun": 0.93,
    "name": 0.99,
    "noun": 0.94,
    "plural": 0.93,
    "synonym": 0.90,
    "typo": 0.89,
    "all": 0.94,
}


def first_ten(text: str) -> list[str]:
    return [card.slug for card in catalog.search_products(text, page_size=DEPTH).results]


@pytest.mark.django_db
def test_the_order_holds_its_floor(engine: str) -> None:
    shop = load()
    build(shop)
    assert list(fill(shop))[-1] == len(shop.products)
    measured = measure(queries(shop), first_ten)
    sys.stdout.write(report(engine, measured))
    means = by_kind(measured)
    assert means.keys() == FLOOR.keys()
    assert {kind: mean for kind, mean in means.items() if mean < FLOOR[kind]} == {}


def test_the_best_order_is_one_and_every_other_is_less() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    figures = {order: ndcg(order, grades) for order in permutations("abcx", 3)}
    assert max(figures, key=figures.__getitem__) == ("a", "b", "c")
    assert figures[("a", "b", "c")] == 1.0
    assert all(0 < figure < 1 for order, figure in figures.items() if order != ("a", "b", "c"))
    assert ndcg(("x",), grades) == 0.0


def test_a_product_beyond_the_tenth_place_does_not_count() -> None:
    assert ndcg([*"abcdefghij", "wanted"], {"wanted": 3}) == 0.0


def test_there_are_queries_of_each_kind_and_they_ask_for_goods_of_the_shop() -> None:
    asked = queries(load())
    assert {one.kind for one in asked} == FLOOR.keys() - {"all"}
    assert len({(one.kind, one.text) for one in asked}) > 150
    assert asked == queries(load())
