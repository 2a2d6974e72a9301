"""However many come at once, nothing is sold twice, held twice or lost."""

import random
from functools import partial

import pytest

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.inventory.types import ReservationStatus
from domains.kernel.ids import new_id
from tests.factories.cart import goods
from tests.factories.inventory import a_variant, available, lines
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def ledger(variant_id) -> int:
    total, cursor = 0, None
    while True:
        page = inventory.list_movements(variant_id=variant_id, cursor=cursor, page_size=100)
        total += sum(movement.delta for movement in page)
        if (cursor := page.next) is None:
            return total


def test_64_buyers_of_20_pieces_get_exactly_20():
    mug = a_variant(east=12, west=8)

    def buy() -> object:
        order = new_id()
        inventory.reserve_stock(order, lines=lines((mug, 1)))
        return inventory.commit_stock(order).status

    outcomes = at_once([buy] * 64)
    assert outcomes.count(ReservationStatus.COMMITTED) == 20
    assert refusals(outcomes) == ["insufficient_stock"] * 44
    level = inventory.get_stock(mug)
    assert (level.on_hand, level.reserved, ledger(mug)) == (0, 0, 0)


def test_orders_of_several_goods_in_any_order_never_wait_for_each_other_in_a_circle():
    variants = [a_variant(east=100, west=100) for _ in range(5)]

    def buy(seed: int) -> None:
        chosen = random.Random(seed).sample(variants, 4)
        order = new_id()
        inventory.reserve_stock(order, lines=lines(*[(variant, 3) for variant in chosen]))
        if seed % 2:
            inventory.commit_stock(order)
        else:
            inventory.release_stock(order)

    assert refusals(at_once([partial(buy, seed) for seed in range(60)])) == []
    for variant in variants:
        level = inventory.get_stock(variant)
        assert (level.reserved, level.on_hand) == (0, ledger(variant))


def test_two_lines_of_one_variant_cannot_take_more_than_there_is():
    mug = a_variant(east=20)
    buy = lambda: inventory.reserve_stock(new_id(), lines=lines((mug, 2), (mug, 3)))  # noqa: E731
    assert len(refusals(at_once([buy] * 16))) == 12
    assert available(mug) == 0


def test_the_same_reference_at_once_is_one_reservation():
    mug, order = a_variant(east=20), new_id()
    outcomes = at_once([lambda: inventory.reserve_stock(order, lines=lines((mug, 3))).id] * 12)
    assert len(set(outcomes)) == 1
    assert available(mug) == 17


@pytest.mark.parametrize("round_", range(5))
def test_of_release_and_sale_at_once_one_happens(round_):
    mug, order = a_variant(east=10), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 4)))
    release = lambda: inventory.release_stock(order)  # noqa: E731
    commit = lambda: inventory.commit_stock(order).status  # noqa: E731
    outcomes = at_once([commit, release, commit, release])
    level, status = inventory.get_stock(mug), inventory.find_reservation(order).status
    if status is ReservationStatus.COMMITTED:
        assert (level.on_hand, level.reserved, refusals(outcomes)) == (6, 0, [])
    else:
        assert (level.on_hand, level.reserved) == (10, 0)
        assert refusals(outcomes) == ["reservation_ended"] * 2
    assert ledger(mug) == level.on_hand


def test_goods_that_come_back_at_once_come_back_once():
    mug, order = a_variant(east=10), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 4)))
    inventory.commit_stock(order)
    at_once([lambda: inventory.restock(order)] * 8)
    assert (inventory.get_stock(mug).on_hand, ledger(mug)) == (10, 10)


def test_counting_while_goods_are_sold_loses_nothing():
    mug = a_variant(east=50)
    east = inventory.get_warehouse_by_code("east")

    def buy() -> None:
        order = new_id()
        inventory.reserve_stock(order, lines=lines((mug, 1)))
        inventory.commit_stock(order)

    receive = partial(inventory.adjust_stock, mug, warehouse_id=east.id, delta=5, reason="received")
    outcomes = at_once([buy, receive] * 10)
    assert refusals(outcomes) == []
    assert inventory.get_stock(mug).on_hand == ledger(mug) == 90


def test_the_catalogue_ends_with_the_present_number():
    mug = goods(stock=40)
    at_once([lambda: inventory.reserve_stock(new_id(), lines=lines((mug, 1)))] * 25)
    product = catalog.get_product(catalog.get_variants([mug])[mug].product_id)
    assert [variant.available for variant in product.variants] == [15] == [available(mug)]
