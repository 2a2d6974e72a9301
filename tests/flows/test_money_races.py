"""Money asked for through several doors at the same moment moves once, and the order says what moved."""

import json
from decimal import Decimal

import pytest

from domains.inventory import services as inventory
from domains.kernel import clock
from domains.order import running
from domains.order import services as order
from domains.order.types import OrderStatus
from domains.payment import services as payment
from domains.payment.gateways.signing import sign
from domains.payment.models import JournalEntry, SandboxCharge
from ecommerce.operations import invariants
from tests.factories.cart import a_cart, goods
from tests.factories.catalog import usd
from tests.factories.order import an_order, buy
from tests.factories.payment import charged_at_gateway, journal_sum
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def notified(waiting, notice_id: str):
    """The gateway's signed notice about the order's first charge comes in."""
    told = {"id": notice_id, "type": "charge.updated", "charge_key": f"pay-{waiting.id}-1"}
    body = json.dumps(told).encode()
    payment.handle_webhook("test", body=body, signature=sign(body, at=int(clock.now().timestamp())))


def assert_settled(waiting) -> None:
    """The order ended one way, and the money, the goods and the books agree with it."""
    order.resume_orders()
    found = order.get_order(waiting.id)
    assert found.status in (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    kept = found.total.amount if found.status is OrderStatus.CONFIRMED else Decimal(0)
    assert charged_at_gateway([waiting.id]) == kept
    assert [one for outcome in invariants.check() for one in outcome.violations] == []


def test_a_payment_told_by_notices_and_by_the_payers_browser_at_once_is_captured_once():
    for _ in range(3):
        waiting = buy(a_cart((goods(), 1)), "tok_3ds").order
        paid = waiting.payments[0]
        SandboxCharge.objects.filter(key=f"pay-{waiting.id}-1").update(status="captured")
        at_once(
            [
                *[lambda one=waiting: notified(one, f"evt-{one.id}")] * 4,
                lambda one=waiting: notified(one, f"evt-{one.id}-again"),
                *[lambda one=paid: payment.confirm_payment(one.id, data={"outcome": "success"})] * 3,
                *[lambda one=waiting: order.advance_order(one.id)] * 3,
            ]
        )
        assert_settled(waiting)
        assert order.get_order(waiting.id).status is OrderStatus.CONFIRMED
        assert JournalEntry.objects.filter(payment_id=paid.id).count() == 2


def test_a_payer_who_acts_while_the_checkout_is_looked_at_need_not_wait_for_the_sweeper(monkeypatch):
    waiting = buy(a_cart((goods(), 1)), "tok_3ds").order
    paid, write = waiting.payments[0], running.write

    def act_before_it_is_written_down(run):
        monkeypatch.setattr(running, "write", write)
        payment.confirm_payment(paid.id, data={"outcome": "success"})
        assert order.get_order(waiting.id).status is OrderStatus.PENDING
        write(run)

    monkeypatch.setattr(running, "write", act_before_it_is_written_down)
    assert order.advance_order(waiting.id).status is OrderStatus.CONFIRMED
    assert_settled(waiting)


def test_a_checkout_that_is_finished_while_it_is_called_off_ends_one_way(no_worker):
    for _ in range(4):
        waiting = buy(a_cart((goods(), 1)), "tok_plan.timeout_after.ok").order
        assert waiting.status is OrderStatus.PENDING
        at_once(
            [
                *[lambda one=waiting: order.advance_order(one.id)] * 3,
                *[lambda one=waiting: order.cancel_order(one.id, reason="Race", by="user:ada")] * 3,
            ]
        )
        assert_settled(waiting)


def test_goods_whose_time_is_up_while_their_payer_pays_are_sold_or_the_money_stays_where_it_is(later):
    for _ in range(3):
        waiting = buy(a_cart((goods(stock=1), 1)), "tok_3ds").order
        paid = waiting.payments[0]
        with later(hours=1):
            at_once(
                [
                    lambda one=paid: payment.confirm_payment(one.id, data={"outcome": "success"}),
                    inventory.expire_reservations,
                    order.resume_orders,
                    lambda one=waiting: order.advance_order(one.id),
                ]
            )
            assert_settled(waiting)


def test_twenty_partial_refunds_of_an_order_at_once_never_exceed_what_was_captured():
    bought = an_order(price="100.00")
    at_once(
        [
            lambda number=number: order.refund_order(
                bought.id, amount=usd("30.00"), reason="Race", by="user:fin", key=f"part-{number}"
            )
            for number in range(20)
        ]
    )
    possible = int(bought.total.amount // Decimal(30))
    after = order.get_order(bought.id)
    assert after.payments[0].refunded == usd("30.00") * possible
    assert charged_at_gateway([bought.id]) == (bought.total - after.payments[0].refunded).amount
    assert journal_sum(bought.payments[0].id) == 0
    assert after.payment_status == "partially_refunded"
