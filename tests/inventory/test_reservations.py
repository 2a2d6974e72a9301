"""Goods are held for an order, all or none, and end in exactly one way."""

from datetime import timedelta

import pytest

from domains.inventory import services as inventory
from domains.inventory.errors import InvalidQuantity, OutOfStock, ReservationEnded, ReservationNotFound
from domains.inventory.types import ReservationStatus
from domains.kernel import clock
from domains.kernel.ids import new_id
from tests.factories.inventory import a_variant, a_warehouse, available, lines

pytestmark = pytest.mark.django_db


def allocations(reservation) -> list[tuple[object, int]]:
    codes = {warehouse.id: warehouse.code for warehouse in inventory.list_warehouses()}
    return sorted((codes[line.warehouse_id], line.quantity) for line in reservation.allocations)


def later(**by: float):
    moment = clock.now() + timedelta(**by)
    return clock.running_on(lambda: moment)


def test_what_is_reserved_can_not_be_promised_again():
    mug = a_variant(east=5)
    inventory.reserve_stock(new_id(), lines=lines((mug, 3)))
    level = inventory.get_stock(mug)
    assert (level.on_hand, level.reserved, level.available) == (5, 3, 2)


def test_nothing_is_held_when_one_line_is_short():
    mug, plate = a_variant(east=5), a_variant(east=1)
    with pytest.raises(OutOfStock) as refused:
        inventory.reserve_stock(new_id(), lines=lines((mug, 3), (plate, 2)))
    assert [(one.variant_id, one.requested, one.available) for one in refused.value.facts["shortages"]] == [
        (plate, 2, 1)
    ]
    assert (available(mug), available(plate)) == (5, 1)


def test_every_short_line_is_named():
    mug, plate, never_seen = a_variant(east=1), a_variant(east=0), new_id()
    with pytest.raises(OutOfStock) as refused:
        inventory.reserve_stock(new_id(), lines=lines((mug, 2), (plate, 1), (never_seen, 1)))
    assert {one.variant_id: one.available for one in refused.value.facts["shortages"]} == {
        mug: 1,
        plate: 0,
        never_seen: 0,
    }


def test_two_lines_of_one_variant_count_together():
    mug = a_variant(east=5)
    with pytest.raises(OutOfStock):
        inventory.reserve_stock(new_id(), lines=lines((mug, 3), (mug, 3)))
    reservation = inventory.reserve_stock(new_id(), lines=lines((mug, 2), (mug, 3)))
    assert sum(line.quantity for line in reservation.allocations) == 5


def test_the_first_warehouse_by_priority_sends():
    mug = a_variant(east=5, west=50)
    assert allocations(inventory.reserve_stock(new_id(), lines=lines((mug, 5)))) == [("east", 5)]


def test_a_warehouse_that_has_all_of_it_is_preferred_to_two():
    mug = a_variant(east=2, west=50)
    assert allocations(inventory.reserve_stock(new_id(), lines=lines((mug, 5)))) == [("west", 5)]


def test_what_no_warehouse_has_alone_comes_from_several():
    mug = a_variant(east=2, west=3, north=9)
    reservation = inventory.reserve_stock(new_id(), lines=lines((mug, 12)))
    assert allocations(reservation) == [("east", 2), ("north", 7), ("west", 3)]


def test_a_closed_warehouse_promises_nothing():
    mug = a_variant(east=2, west=3)
    west = inventory.get_warehouse_by_code("west")
    inventory.change_warehouse(west.id, name=west.name, country="US", priority=0, active=False)
    assert available(mug) == 2
    with pytest.raises(OutOfStock):
        inventory.reserve_stock(new_id(), lines=lines((mug, 3)))


def test_the_same_reference_twice_is_the_same_reservation():
    mug, order = a_variant(east=5), new_id()
    first = inventory.reserve_stock(order, lines=lines((mug, 2)))
    assert inventory.reserve_stock(order, lines=lines((mug, 2))) == first
    assert available(mug) == 3


def test_releasing_twice_releases_once():
    mug, order = a_variant(east=5), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 2)))
    inventory.reserve_stock(new_id(), lines=lines((mug, 2)))
    inventory.release_stock(order)
    inventory.release_stock(order)
    assert available(mug) == 3
    assert inventory.find_reservation(order).status is ReservationStatus.RELEASED


def test_releasing_what_was_never_held_does_nothing():
    inventory.release_stock(new_id())


def test_a_released_reference_can_be_held_anew():
    mug, order = a_variant(east=5), new_id()
    first = inventory.reserve_stock(order, lines=lines((mug, 2)))
    inventory.release_stock(order)
    again = inventory.reserve_stock(order, lines=lines((mug, 4)))
    assert (again.id, again.status) == (first.id, ReservationStatus.HELD)
    assert available(mug) == 1


def test_selling_takes_the_goods_off_the_shelf_once():
    mug, order = a_variant(east=2, west=2), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 3)))
    for _ in range(2):
        assert inventory.commit_stock(order).status is ReservationStatus.COMMITTED
    level = inventory.get_stock(mug)
    assert (level.on_hand, level.reserved, level.available) == (1, 0, 1)


def test_what_is_sold_is_not_released():
    mug, order = a_variant(east=5), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 2)))
    inventory.commit_stock(order)
    inventory.release_stock(order)
    assert inventory.get_stock(mug).on_hand == 3


def test_what_was_released_is_not_sold():
    mug, order = a_variant(east=5), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 2)))
    inventory.release_stock(order)
    with pytest.raises(ReservationEnded):
        inventory.commit_stock(order)
    with pytest.raises(ReservationNotFound):
        inventory.commit_stock(new_id())
    assert inventory.get_stock(mug).on_hand == 5


def test_what_was_sold_comes_back_once():
    mug, order = a_variant(east=2, west=2), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 3)))
    inventory.commit_stock(order)
    inventory.restock(order)
    inventory.restock(order)
    assert inventory.get_stock(mug).on_hand == 4


def test_what_is_only_held_does_not_come_back():
    mug, order = a_variant(east=5), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 3)))
    inventory.restock(order)
    assert inventory.get_stock(mug).on_hand == 5


def test_a_reservation_ends_when_its_time_is_up():
    mug, order = a_variant(east=5), new_id()
    inventory.reserve_stock(order, lines=lines((mug, 2)), ttl=timedelta(minutes=10))
    with later(minutes=9):
        assert inventory.expire_reservations() == 0
    with later(minutes=11):
        assert inventory.expire_reservations() == 1
        assert inventory.expire_reservations() == 0
    assert available(mug) == 5
    assert inventory.find_reservation(order).status is ReservationStatus.EXPIRED
    with pytest.raises(ReservationEnded):
        inventory.commit_stock(order)


def test_expiry_frees_many_reservations_of_the_same_goods():
    mug, plate = a_variant(east=10), a_variant(east=10)
    for _ in range(5):
        inventory.reserve_stock(new_id(), lines=lines((mug, 2), (plate, 1)), ttl=timedelta(minutes=1))
    with later(minutes=2):
        assert inventory.expire_reservations(limit=3) == 3
        assert (available(mug), available(plate)) == (6, 8)
        assert inventory.expire_reservations() == 2
    assert (available(mug), available(plate)) == (10, 10)


@pytest.mark.parametrize("quantity", [0, -1, True, 1.0, "2", 10_000_001, 2**63, None])
def test_only_whole_numbers_of_pieces_are_reserved(quantity):
    mug = a_variant(east=5)
    with pytest.raises(InvalidQuantity):
        inventory.reserve_stock(new_id(), lines=lines((mug, quantity)))


def test_an_empty_reservation_is_refused():
    a_warehouse()
    with pytest.raises(InvalidQuantity):
        inventory.reserve_stock(new_id(), lines=())
