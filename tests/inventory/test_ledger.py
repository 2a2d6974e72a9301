"""Whatever is done to stock, the ledger sums to what is on hand, and nobody rewrites it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.catalog.events import StockCounted
from domains.catalog.types import CountedVariant
from domains.inventory import services as inventory
from domains.inventory.errors import InvalidQuantity, StockReserved, WarehouseNotFound
from domains.inventory.models import Movement, Stock
from domains.inventory.types import MovementKind, StockCount
from domains.kernel import bus, clock, context
from domains.kernel import services as kernel
from domains.kernel.errors import DomainError
from domains.kernel.ids import VariantId, WarehouseId, new_id
from domains.kernel.models import Publication
from domains.kernel.router import database_of
from tests.factories.inventory import a_variant, a_warehouse, lines

pytestmark = pytest.mark.django_db


def east() -> WarehouseId:
    return inventory.get_warehouse_by_code("east").id


def deltas(variant_id) -> list[tuple[MovementKind, int]]:
    return [
        (one.kind, one.delta) for one in reversed(inventory.list_movements(variant_id=variant_id).results)
    ]


def test_a_count_writes_the_difference():
    mug = a_variant(east=10)
    inventory.set_stock(mug, warehouse_id=east(), quantity=7, reason="counted")
    inventory.set_stock(mug, warehouse_id=east(), quantity=7, reason="counted again")
    assert deltas(mug) == [(MovementKind.SET, 10), (MovementKind.SET, -3)]


def test_a_movement_says_why_and_by_whom():
    mug = a_variant(east=1)
    with context.bound(actor="user:42"):
        inventory.adjust_stock(mug, warehouse_id=east(), delta=-1, reason="broken")
    last = inventory.list_movements(variant_id=mug).results[0]
    assert (last.kind, last.delta, last.reason, last.actor) == (MovementKind.ADJUST, -1, "broken", "user:42")


def test_a_transfer_moves_between_warehouses_and_keeps_the_sum():
    mug = a_variant(east=10, west=0)
    west = inventory.get_warehouse_by_code("west").id
    level = inventory.transfer_stock(mug, from_warehouse_id=east(), to_warehouse_id=west, quantity=4)
    assert {stock.warehouse.code: stock.on_hand for stock in level.warehouses} == {"east": 6, "west": 4}
    assert level.on_hand == 10


def test_what_is_reserved_cannot_be_counted_carried_or_taken_away():
    mug = a_variant(east=10, west=0)
    west = inventory.get_warehouse_by_code("west").id
    inventory.reserve_stock(new_id(), lines=lines((mug, 8)))
    for change in (
        lambda: inventory.set_stock(mug, warehouse_id=east(), quantity=7, reason="counted"),
        lambda: inventory.adjust_stock(mug, warehouse_id=east(), delta=-3, reason="broken"),
        lambda: inventory.transfer_stock(mug, from_warehouse_id=east(), to_warehouse_id=west, quantity=3),
    ):
        with pytest.raises(StockReserved, match="8 of these are reserved"):
            change()
    assert inventory.get_stock(mug).on_hand == 10


def test_what_is_not_there_cannot_be_taken_away():
    mug = a_variant(east=2)
    with pytest.raises(InvalidQuantity, match="Only 2"):
        inventory.adjust_stock(mug, warehouse_id=east(), delta=-3, reason="broken")
    with pytest.raises(InvalidQuantity, match="Only 0"):
        inventory.adjust_stock(VariantId(new_id()), warehouse_id=east(), delta=-1, reason="broken")


@pytest.mark.parametrize("quantity", [-1, True, 1.5, "3", 2**31, None])
def test_a_count_is_a_whole_number(quantity):
    mug = a_variant(east=1)
    with pytest.raises(InvalidQuantity):
        inventory.set_stock(mug, warehouse_id=east(), quantity=quantity, reason="")


def test_nothing_is_counted_in_a_warehouse_that_does_not_exist():
    mug = a_variant(east=1)
    nowhere = WarehouseId(new_id())
    with pytest.raises(WarehouseNotFound):
        inventory.set_stock(mug, warehouse_id=nowhere, quantity=1, reason="")
    with pytest.raises(WarehouseNotFound):
        inventory.set_stock_levels((StockCount(mug, nowhere, 1),), reason="")


def test_many_counts_are_taken_together_or_not_at_all():
    warehouse = a_warehouse()
    variants = [VariantId(new_id()) for _ in range(1500)]
    counts = tuple(StockCount(variant, warehouse.id, number) for number, variant in enumerate(variants))
    assert inventory.set_stock_levels(counts, reason="import") == 1499
    assert inventory.set_stock_levels(counts, reason="import") == 0
    with pytest.raises(InvalidQuantity):
        inventory.set_stock_levels((*counts[:1], StockCount(variants[1], warehouse.id, -1)), reason="import")
    levels = inventory.get_stock_levels(variants)
    assert [levels[variant].on_hand for variant in variants] == list(range(1500))


def count_by_file(*counts) -> None:
    with transaction.atomic(using=database_of("catalog")):
        bus.publish(StockCounted(import_id=new_id(), counts=counts))


def deliver_again() -> None:
    Publication.objects.using(database_of("catalog")).update(status="pending", attempts=0)
    tomorrow = clock.now() + timedelta(days=1)
    with clock.running_on(lambda: tomorrow):
        kernel.redeliver_events()


def test_a_count_from_a_file_that_is_delivered_again_does_not_bring_back_what_was_sold():
    mug = VariantId(new_id())
    count_by_file(CountedVariant(mug, 5))
    order_id = new_id()
    inventory.reserve_stock(order_id, lines=lines((mug, 2)))
    inventory.commit_stock(order_id)
    deliver_again()
    assert inventory.get_stock(mug).on_hand == 3


def test_a_file_says_what_can_be_promised_and_what_orders_hold_comes_on_top():
    mug, plate = a_variant(east=5), a_variant(east=5)
    order_id = new_id()
    inventory.reserve_stock(order_id, lines=lines((mug, 4)))
    count_by_file(CountedVariant(mug, 1), CountedVariant(plate, 9))
    assert [inventory.get_stock(one).on_hand for one in (mug, plate)] == [5, 9]
    count_by_file(CountedVariant(mug, 0))
    assert (inventory.get_stock(mug).on_hand, inventory.get_stock(mug).available) == (4, 0)
    inventory.commit_stock(order_id)
    inventory.adjust_stock(plate, warehouse_id=east(), delta=-3, reason="sold at the fair")
    deliver_again()
    assert [inventory.get_stock(one).on_hand for one in (mug, plate)] == [0, 6]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=3),
    st.integers(0, 30),
    st.integers(0, 40),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_many_can_be_promised_as_a_file_says_wherever_goods_stand_and_are_held(shelves, held, told):
    on_hand = {f"w{place}": more for place, (_, more) in enumerate(shelves)}
    mug = a_variant(**on_hand)
    held = min(held, sum(on_hand.values()))
    if held:
        inventory.reserve_stock(new_id(), lines=lines((mug, held)))
    before = inventory.get_stock(mug)

    count_by_file(CountedVariant(mug, before.available))
    assert inventory.get_stock(mug) == before

    count_by_file(CountedVariant(mug, told))
    after = inventory.get_stock(mug)
    assert (after.available, after.reserved, after.on_hand) == (told, held, told + held)
    assert sum(delta for _, delta in deltas(mug)) == after.on_hand


def test_the_ledger_refuses_changes_in_the_model_and_in_the_database():
    mug = a_variant(east=3)
    movement = Movement.objects.get(variant_id=mug)
    for rewrite in (
        movement.save,
        movement.delete,
        lambda: Movement.objects.update(delta=1),
        lambda: Movement.objects.all().delete(),
    ):
        with pytest.raises(RuntimeError, match="append-only"):
            rewrite()
    alias = database_of("inventory")
    for statement in ("UPDATE inventory_movement SET delta = 1", "DELETE FROM inventory_movement"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(using=alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_low_stock_is_named_with_what_to_order():
    plenty, scarce, none = a_variant(east=50), a_variant(east=2, west=2), a_variant(east=0)
    order = new_id()
    inventory.reserve_stock(order, lines=lines((plenty, 46)))
    inventory.commit_stock(order)
    low = inventory.list_low_stock()
    assert [(one.variant_id, one.available) for one in low] == [
        (none, 0),
        *sorted([(plenty, 4), (scarce, 4)]),
    ]
    assert {one.variant_id: one.suggested_reorder for one in low} == {none: 10, scarce: 6, plenty: 42}


_deeds = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "release", "commit", "restock", "set", "adjust", "transfer"]),
        st.integers(0, 3),
        st.integers(0, 1),
        st.integers(-12, 12),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=_deeds)
def test_after_any_sequence_of_deeds_the_ledger_sums_to_what_is_on_hand(deeds):
    with transaction.atomic(using=database_of("inventory")):
        block = transaction.get_connection(database_of("inventory")).atomic_blocks[-1]
        block._from_testcase = True
        _do_all(deeds)
        transaction.set_rollback(True, using=database_of("inventory"))


def _do_all(deeds) -> None:
    variants = [a_variant(east=5, west=3), a_variant(east=0, west=9)]
    places = [inventory.get_warehouse_by_code(code).id for code in ("east", "west")]
    orders = [new_id() for _ in range(4)]
    for deed, order, one, number in deeds:
        with suppress(DomainError):
            _do(deed, orders[order], variants, one, places, number)
        for row in Stock.objects.all():
            moved = Movement.objects.filter(variant_id=row.variant_id, warehouse_id=row.warehouse_id)
            assert sum(moved.values_list("delta", flat=True)) == row.on_hand
            assert 0 <= row.reserved <= row.on_hand


def _do(deed, order, variants, one, places, number) -> None:  # noqa: PLR0917
    variant, here, there = variants[one], places[one], places[1 - one]
    if deed == "reserve":
        wanted = lines((variant, number), (variants[0], abs(number)))
        inventory.reserve_stock(order, lines=wanted)
    elif deed == "release":
        inventory.release_stock(order)
    elif deed == "commit":
        inventory.commit_stock(order)
    elif deed == "restock":
        inventory.restock(order)
    elif deed == "set":
        inventory.set_stock(variant, warehouse_id=here, quantity=number, reason="")
    elif deed == "adjust":
        inventory.adjust_stock(variant, warehouse_id=here, delta=number, reason="")
    else:
        inventory.transfer_stock(variant, from_warehouse_id=here, to_warehouse_id=there, quantity=number)
