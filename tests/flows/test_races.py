"""Many at once: of everything there is only as much as there is."""

from decimal import Decimal

import pytest

from domains.cart import services as cart
from domains.cart.errors import InsufficientStock
from domains.inventory import services as inventory
from domains.kernel.errors import DomainError, IdempotencyInProgress, IdempotencyKeyReused
from domains.order import services as order
from domains.order.models import Break, Summary
from domains.order.types import OrderStatus, Remedy
from domains.payment import services as payment
from domains.payment.errors import RefundTooLarge
from domains.payment.models import JournalEntry, Payment, SandboxCharge
from tests.factories.cart import a_cart, a_coupon, goods
from tests.factories.catalog import usd
from tests.factories.order import a_key, an_order, buy, buy_lines
from tests.factories.payment import charged_at_gateway, journal_sum
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_hundred_buyers_of_ten_units_get_exactly_ten():
    mug = goods(stock=10)
    baskets = [a_cart((mug, 1)) for _ in range(200)]
    outcomes = at_once([lambda basket=basket: buy(basket).order for basket in baskets])
    sold = [one for one in outcomes if getattr(one, "status", None) is OrderStatus.CONFIRMED]
    others = [one for one in outcomes if one not in sold]
    assert len(sold) == 10
    assert all(isinstance(one, InsufficientStock) or one.status is OrderStatus.FAILED for one in others)
    stock = inventory.get_stock(mug)
    assert (stock.on_hand, stock.reserved) == (0, 0)
    assert charged_at_gateway() == sum(one.total.amount for one in sold)


def test_the_same_key_twenty_times_in_parallel_is_one_order():
    basket, key = a_cart((goods(stock=50), 1)), a_key()
    outcomes = at_once([lambda: buy(basket, key=key)] * 20)
    placed = [one for one in outcomes if not isinstance(one, IdempotencyInProgress)]
    assert len({one.order.id for one in placed}) == 1
    assert len(order.list_orders()) == 1
    assert charged_at_gateway() == placed[0].order.total.amount


def test_the_same_key_with_another_body_at_once_is_one_order():
    key, baskets = a_key().key, [a_cart((goods(stock=50), 1)) for _ in range(2)]
    outcomes = at_once(
        [
            lambda which=number % 2: buy(baskets[which], key=a_key(key, fingerprint=f"body {which}"))
            for number in range(20)
        ]
    )
    placed = {one.order.id for one in outcomes if not isinstance(one, DomainError)}
    refused = {type(one) for one in outcomes if isinstance(one, DomainError)}
    assert len(placed) == len(order.list_orders()) == 1
    assert IdempotencyKeyReused in refused
    assert refused <= {IdempotencyKeyReused, IdempotencyInProgress}


def test_two_lines_of_one_variant_never_take_more_than_there_is():
    mug = goods(stock=7)
    outcomes = at_once([lambda: buy_lines((mug, 1), (mug, 2)).order] * 12)
    sold = [one for one in outcomes if getattr(one, "status", None) is OrderStatus.CONFIRMED]
    assert len(sold) == 2
    assert inventory.get_stock(mug).on_hand == 1
    assert charged_at_gateway() == sum(one.total.amount for one in sold)


def test_one_cart_bought_twenty_times_with_different_keys_is_one_order():
    basket = a_cart((goods(stock=50), 1))
    outcomes = at_once([lambda: buy(basket, key=a_key())] * 20)
    assert len({one.order.id for one in outcomes}) == 1
    assert charged_at_gateway() == outcomes[0].order.total.amount


def test_fifty_buyers_with_a_coupon_for_one_use_it_once():
    mug, code = goods("10.00", stock=50), a_coupon(limit=1)
    baskets = [a_cart((mug, 1)) for _ in range(50)]
    for basket in baskets:
        cart.apply_coupon(basket.id, code=code)
    outcomes = at_once([lambda basket=basket: buy(basket).order for basket in baskets])
    cheaper = [one for one in outcomes if one.discount and one.status is OrderStatus.CONFIRMED]
    assert len(cheaper) == 1
    ended = {OrderStatus.CONFIRMED, OrderStatus.CANCELLED}
    assert {one.status for one in outcomes} <= ended
    paid = sum(one.total.amount for one in outcomes if one.status is OrderStatus.CONFIRMED)
    assert charged_at_gateway() == paid


def test_twenty_refunds_at_once_never_exceed_what_was_captured():
    bought = an_order(price="100.00")
    paid = bought.payments[0]
    outcomes = at_once(
        [
            lambda number=number: payment.refund_payment(
                paid.id, amount=usd("30.00"), reason="race", key=f"k{number}"
            )
            for number in range(20)
        ]
    )
    refused = [one for one in outcomes if isinstance(one, RefundTooLarge)]
    possible = int(bought.total.amount // Decimal(30))
    assert len(outcomes) - len(refused) == possible
    after = payment.get_payment(paid.id)
    assert after.refunded == usd("30.00") * possible
    assert charged_at_gateway() == (bought.total - after.refunded).amount
    assert journal_sum(paid.id) == 0
    assert order.get_order(bought.id).payment_status == "partially_refunded"


def test_a_payer_who_confirms_while_the_order_is_called_off_is_not_left_charged():
    for _ in range(3):
        waiting = buy(a_cart((goods(), 1)), "tok_3ds").order
        at_once(
            [
                lambda one=waiting: payment.confirm_payment(one.payments[0].id, data={"outcome": "success"}),
                lambda one=waiting: order.cancel_order(one.id, reason="Race", by="user:ada"),
            ]
        )
        order.advance_order(waiting.id)
        found = order.get_order(waiting.id)
        expected = found.total.amount if found.status is OrderStatus.CONFIRMED else 0
        assert found.status in (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
        assert charged_at_gateway([waiting.id]) == expected


def test_a_list_that_is_built_again_while_orders_move_on_loses_nothing():
    orders = [an_order() for _ in range(6)]
    steps = (OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.COMPLETED)

    def move(found):
        for status in steps:
            order.change_status(found.id, status=status, reason="x", by="system")

    def build_again():
        for _ in range(10):
            Summary.objects.filter(id=orders[0].id).update(item_count=77)
            order.rebuild_summaries()

    def compare():
        return {one.field for _ in range(20) for one in order.find_summary_differences().differences}

    moves = [lambda found=found: move(found) for found in orders]
    *wrote, seen, seen_too = at_once([*moves, build_again, build_again, compare, compare], threads=10)
    assert wrote == [None] * 8
    assert seen | seen_too <= {"item_count"}
    order.rebuild_summaries()
    assert {row.status for row in order.list_orders()} == {OrderStatus.COMPLETED}
    assert order.find_summary_differences().differences == ()


@pytest.mark.parametrize("remedy", [Remedy.REFUND, Remedy.ATTACH])
def test_a_break_that_ten_people_mend_at_once_is_mended_once(remedy, later):
    found = an_order(card="tok_3ds")
    Payment.objects.filter(order_id=found.id).delete()
    SandboxCharge.objects.update(status="captured")
    with later(minutes=20):
        order.reconcile_payments()
    broken = Break.objects.get()
    at_once([lambda: order.resolve_break(broken.id, remedy=remedy, reason="x", by="system")] * 10)
    kept = remedy is Remedy.ATTACH
    assert charged_at_gateway() == (found.total.amount if kept else 0)
    assert JournalEntry.objects.count() == (2 if kept else 0)
    assert order.get_order(found.id).status is (OrderStatus.CONFIRMED if kept else OrderStatus.PENDING)
