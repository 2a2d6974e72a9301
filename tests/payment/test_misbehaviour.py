"""Whatever the gateway does wrong, it charges once, returns once, and our books are its books in the end."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.inventory import services as inventory
from domains.kernel import clock
from domains.kernel.ids import OrderId, new_id
from domains.order import services as order
from domains.order.types import OrderStatus
from domains.payment import services as payment
from domains.payment.errors import GatewayUnavailable, PaymentMethodInvalid
from domains.payment.gateways.misbehaviour import Misbehaviour
from domains.payment.types import PaymentStatus
from ecommerce.operations import invariants, sweeping
from tests.factories.cart import a_cart, goods
from tests.factories.order import buy
from tests.factories.payment import a_method, a_payment, charged_at_gateway, journal_sum

pytestmark = pytest.mark.django_db
FAILURES = [Misbehaviour.FAILURE_BEFORE, Misbehaviour.FAILURE_AFTER, Misbehaviour.BUSY]
UNKNOWN = [Misbehaviour.TIMEOUT_BEFORE, Misbehaviour.TIMEOUT_AFTER, Misbehaviour.TRUNCATED]


def pay(script: str):
    try:
        return a_payment(f"tok_plan.{script}")
    except GatewayUnavailable:
        return None


@pytest.mark.parametrize("wrong", UNKNOWN)
def test_an_answer_that_does_not_come_is_asked_for_again_and_charged_once(wrong):
    unknown = pay(wrong)
    assert not unknown.settled
    paid = payment.resume_payment(unknown.id)
    assert paid.status is PaymentStatus.CAPTURED
    assert charged_at_gateway([paid.order_id]) == 50
    assert journal_sum(paid.id) == 0


@pytest.mark.parametrize("wrong", FAILURES)
def test_a_failure_is_said_and_the_same_payment_goes_on_later(wrong):
    with pytest.raises(GatewayUnavailable):
        a_payment(f"tok_plan.{wrong}", order_id=(order_id := OrderId(new_id())))
    (begun,) = payment.list_payments((order_id,))[order_id]
    assert payment.resume_payment(begun.id).status is PaymentStatus.CAPTURED
    assert charged_at_gateway([order_id]) == 50


@pytest.mark.parametrize("wrong", [*UNKNOWN, *FAILURES])
def test_a_refund_that_goes_wrong_is_returned_once(wrong):
    paid = a_payment(f"tok_plan.ok.{wrong}")
    for _ in range(2):
        try:
            payment.refund_payment(paid.id, amount=None, reason="Broken", key="once")
        except GatewayUnavailable:
            continue
    assert payment.get_payment(paid.id).refunded == paid.captured
    assert charged_at_gateway([paid.order_id]) == 0


def test_a_script_ends_as_the_card_that_it_names():
    declined = payment.resume_payment(pay("timeout_before.decline").id)
    assert (declined.status, declined.decline_code) == (PaymentStatus.FAILED, "card_declined")
    waiting = payment.resume_payment(pay("timeout_after.3ds").id)
    assert waiting.status is PaymentStatus.REQUIRES_ACTION


@pytest.mark.parametrize("token", ["tok_plan.", "tok_plan.nonsense", "tok_plan.ok.nonsense", "tok_plans.ok"])
def test_a_script_that_nobody_understands_is_refused(token):
    with pytest.raises(PaymentMethodInvalid):
        payment.refuse_method(a_method(token))


def settle_everything(hours: int) -> None:
    later = clock.now() + timedelta(hours=hours + 1)
    with clock.running_on(lambda: later):
        for chore in sweeping.CHORES:
            chore.do()


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    script=st.lists(st.sampled_from(list(Misbehaviour)), max_size=6),
    outcome=st.sampled_from(["ok", "decline"]),
    called_off=st.booleans(),
)
def test_no_script_leaves_anything_charged_that_is_not_sold(script, outcome, called_off):
    mug = goods(stock=3)
    bought = buy(a_cart((mug, 1)), f"tok_plan.{'.'.join([*script, outcome])}").order
    if called_off:
        order.cancel_order(bought.id, reason="Too slow", by="guest")
    for hours in range(6):
        settle_everything(hours)
    found = order.get_order(bought.id)
    assert found.status in (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    sold = found.status is OrderStatus.CONFIRMED
    assert charged_at_gateway([found.id]) == (found.total.amount if sold else 0)
    assert inventory.get_stock(mug).on_hand == (2 if sold else 3)
    assert not [one for one in invariants.check() if one.violations]
