"""A crash at every call and commit of a checkout: it always ends, with nothing lost and nothing twice."""

import pytest

from domains.cart import services as cart
from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.kernel import services as kernel
from domains.order import placing, running
from domains.order import services as order
from domains.order.types import OrderFilters, OrderStatus
from domains.payment import charging, journal, recording, refunding
from domains.payment import services as payment
from domains.payment.gateways.test import SandboxGateway
from domains.payment.models import Payment
from tests.factories.cart import a_cart, goods
from tests.factories.inventory import available
from tests.factories.order import buy
from tests.factories.payment import charged_at_gateway, journal_sum
from tests.flows.crashing import Crash, crashing

pytestmark = pytest.mark.django_db

FORWARD = [
    (inventory, "reserve_stock"),
    (payment, "authorize_payment"),
    (charging, "open_intent"),
    (SandboxGateway, "charge"),
    (recording, "record"),
    (journal, "post"),
    (inventory, "commit_stock"),
    (catalog, "record_purchase"),
    (cart, "close_cart"),
    (running, "write"),
    (running, "_commit"),
]
BACKWARD = [
    (payment, "cancel_payment"),
    (inventory, "release_stock"),
    (running, "write"),
    (running, "_commit"),
]
CANCELLING = [
    (inventory, "restock"),
    (payment, "cancel_payment"),
    (refunding, "open_refund"),
    (SandboxGateway, "refund"),
    (refunding, "_record"),
    (inventory, "release_stock"),
    (running, "write"),
    (running, "_commit"),
]


def points(calls):
    return [
        pytest.param(module, name, when, id=f"{when} {name}")
        for module, name in calls
        for when in ("before", "after")
    ]


def newest():
    return order.get_order(order.list_orders(OrderFilters(), page_size=1).results[0].id)


def recover(later) -> None:
    """What the sweeper does: sweep until nothing is left."""
    for minutes in (2, 4, 6):
        with later(minutes=minutes):
            order.resume_orders()
            payment.resolve_unknown_payments()
            kernel.redeliver_events()


def assert_money_agrees(found) -> None:
    """I5 to I7: the gateway's books, ours and the journal say the same."""
    rows = Payment.objects.filter(order_id=found.id)
    assert charged_at_gateway([found.id]) == sum(row.captured - row.refunded for row in rows)
    assert sum(row.captured > row.refunded for row in rows) <= 1
    assert all(journal_sum(row.id) == 0 for row in rows)


@pytest.mark.parametrize(("module", "name", "when"), points(FORWARD))
def test_a_purchase_that_crashes_is_finished(module, name, when, later):
    mug = goods(stock=5)
    basket = a_cart((mug, 2))
    with crashing(module, name, when=when), pytest.raises(Crash):
        buy(basket)
    recover(later)
    found = newest()
    assert found.status is OrderStatus.CONFIRMED
    assert charged_at_gateway() == found.total.amount
    assert (available(mug), inventory.get_stock(mug).reserved) == (3, 0)
    assert cart.find_cart(token=basket.token) is None
    assert [change.to_status for change in found.history] == ["confirmed"]
    assert_money_agrees(found)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_order_that_was_being_written_is_there_whole_or_not_at_all(when, later):
    mug = goods(stock=5)
    with crashing(placing, "_write", when=when), pytest.raises(Crash):
        buy(a_cart((mug, 2)))
    recover(later)
    assert len(order.list_orders()) == 0
    assert available(mug) == 5


@pytest.mark.parametrize(("module", "name", "when"), points(BACKWARD))
def test_a_decline_that_crashes_is_undone(module, name, when, later):
    mug = goods(stock=5)
    with crashing(module, name, when=when), pytest.raises(Crash):
        buy(a_cart((mug, 2)), "tok_decline")
    recover(later)
    found = newest()
    assert found.status is OrderStatus.CANCELLED
    assert charged_at_gateway() == 0
    assert available(mug) == 5
    assert_money_agrees(found)


@pytest.mark.parametrize(("module", "name", "when"), points(CANCELLING))
def test_a_cancellation_that_crashes_is_finished(module, name, when, later):
    mug = goods(stock=5)
    bought = buy(a_cart((mug, 2))).order
    with crashing(module, name, when=when), pytest.raises(Crash):
        order.cancel_order(bought.id, reason="Changed my mind", by="user:ada")
    recover(later)
    found = order.get_order(bought.id)
    assert found.status is OrderStatus.CANCELLED
    assert found.payment_status == "refunded"
    assert charged_at_gateway() == 0
    assert (available(mug), inventory.get_stock(mug).on_hand) == (5, 5)
    assert [change.to_status for change in found.history] == ["confirmed", "cancelled"]
    assert_money_agrees(found)


@pytest.mark.parametrize(("module", "name", "when"), points(FORWARD))
def test_an_order_whose_purchase_crashed_can_be_called_off_before_it_is_finished(module, name, when, later):
    mug = goods(stock=5)
    with crashing(module, name, when=when), pytest.raises(Crash):
        buy(a_cart((mug, 2)))
    with later(minutes=2):
        order.cancel_order(newest().id, reason="It hung", by="guest")
    recover(later)
    found = newest()
    assert found.status is OrderStatus.CANCELLED
    assert charged_at_gateway() == 0
    assert (available(mug), inventory.get_stock(mug).on_hand) == (5, 5)
    assert_money_agrees(found)


def test_a_purchase_that_crashed_after_the_payment_is_undone_when_its_goods_are_gone(later):
    mug = goods(stock=2)
    with crashing(payment, "authorize_payment", when="after"), pytest.raises(Crash):
        buy(a_cart((mug, 2)))
    with later(hours=1):
        inventory.expire_reservations()
        assert buy(a_cart((mug, 2))).order.status is OrderStatus.CONFIRMED
        order.resume_orders()
        crashed = order.list_orders(OrderFilters()).results[1]
        assert crashed.status is OrderStatus.CANCELLED
        assert charged_at_gateway([crashed.id]) == 0
