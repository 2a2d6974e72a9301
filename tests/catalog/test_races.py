"""Many hands on the same goods at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections

from domains.catalog import services as catalog
from domains.catalog.errors import AlreadyReviewed, SlugTaken
from domains.catalog.types import Ordering, ProductFilters
from domains.kernel.ids import UserId, new_id
from tests.factories.catalog import a_product, new_tee, usd

pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(*tasks):
    """What each task returned, or the refusal that it met."""

    def run(task):
        try:
            return task()
        except (AlreadyReviewed, SlugTaken) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_whoever_comes_last_no_row_tells_of_what_was_before():
    products = [a_product(f"busy-{number}") for number in range(3)]
    ids = [variant.id for product in products for variant in product.variants]

    def reprice():
        for turn in range(8):
            for product in products:
                new = new_tee(product.slug, price=f"{10 + turn}.00")
                catalog.save_product(replace(new, brand=f"Brand {turn % 2}"))

    def sell_out_and_restock():
        for turn in range(8):
            catalog.record_availability(dict.fromkeys(ids if turn % 2 else reversed(ids), turn % 2))

    def review_and_buy():
        for _ in range(4):
            for product in reversed(products):
                catalog.add_review(
                    product.id, user_id=UserId(new_id()), author="A", rating=4, title="", body=""
                )
                catalog.record_purchase(new_id(), quantities=dict.fromkeys(ids, 1))

    def count_purchases():
        for _ in range(12):
            catalog.fold_purchases()

    at_once(reprice, sell_out_and_restock, review_and_buy, sell_out_and_restock, count_purchases)
    catalog.fold_purchases()
    assert catalog.rebuild_rows() == 0
    for card in catalog.list_products(ProductFilters(), ordering=Ordering.BESTSELLING):
        assert (card.price, card.rating.count, card.in_stock) == (usd("17.00"), 4, True)


def test_the_same_new_product_at_once_is_there_once():
    answers = at_once(*[lambda: catalog.save_product(new_tee("twin"), expect_new=True)] * 4)
    assert sum(not isinstance(answer, SlugTaken) for answer in answers) == 1
    assert [card.slug for card in catalog.list_products(ProductFilters())] == ["twin"]


def test_a_person_reviews_once_however_often_they_click():
    product, person = a_product("clicked"), UserId(new_id())

    def click():
        return catalog.add_review(product.id, user_id=person, author="A", rating=5, title="", body="")

    answers = at_once(*[click] * 4)
    assert sum(isinstance(answer, AlreadyReviewed) for answer in answers) == 3
    assert catalog.get_product("clicked").rating.count == 1


def test_a_purchase_told_and_counted_by_many_at_once_counts_once():
    product, reference = a_product("counted"), new_id()

    def tell():
        catalog.record_purchase(reference, quantities={product.variants[0].id: 5})
        catalog.fold_purchases()

    at_once(tell, tell, tell)
    other = a_product("less")
    catalog.record_purchase(new_id(), quantities={other.variants[0].id: 6})
    catalog.fold_purchases()
    assert catalog.rebuild_rows() == 0
    best = catalog.list_products(ProductFilters(), ordering=Ordering.BESTSELLING)
    assert [card.slug for card in best] == ["less", "counted"]
