"""A part of an order called off, and money returned: promised, done once, finished after any crash."""

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.inventory import services as inventory
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import new_id
from domains.kernel.money import Money
from domains.order import opening, running
from domains.order import services as order
from domains.order.errors import CannotCancel, TooManyCancelled
from domains.order.types import AmendmentKind, AmendmentState, LinePart, OrderStatus
from domains.payment import refunding
from domains.payment import services as payment
from domains.payment.errors import IllegalPaymentState, RefundTooLarge
from domains.payment.gateways.misbehaviour import Misbehaviour
from domains.payment.gateways.test import SandboxGateway
from ecommerce.operations import invariants
from tests.factories.cart import a_cart, goods
from tests.factories.catalog import usd
from tests.factories.order import an_order, buy
from tests.factories.payment import charged_at_gateway
from tests.flows.crashing import Crash, crashing
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db


def call_off(found, *pieces: int, key: str = "one", **changes):
    parts = tuple(LinePart(line.id, n) for line, n in zip(found.lines, pieces, strict=False) if n)
    wish = {"reason": "One is enough", "by": "guest", "key": key, **changes}
    return order.cancel_lines(found.id, parts=parts, **wish)


def all_is_well() -> bool:
    return not [one for one in invariants.check() if one.violations]


def test_a_piece_that_is_called_off_is_on_sale_again_and_its_price_goes_back():
    mug = goods("20.00", stock=5)
    bought = buy(a_cart((mug, 3))).order
    less = call_off(bought, 1)
    assert less.status is OrderStatus.CONFIRMED
    assert (less.lines[0].quantity, less.lines[0].cancelled) == (3, 1)
    assert less.payment_status == "partially_refunded"
    assert inventory.get_stock(mug).on_hand == 3
    assert charged_at_gateway([bought.id]) == bought.total.amount - bought.lines[0].total.amount / 3
    (change,) = order.list_amendments(bought.id)
    assert (change.kind, change.state) == (AmendmentKind.PART_CANCELLED, AmendmentState.DONE)
    assert "order.reduced.v1" in [event.name for event in order.list_order_events(bought.id)]
    assert all_is_well()


def test_the_same_key_calls_off_once():
    bought = an_order(quantity=3)
    assert call_off(bought, 1).lines[0].cancelled == call_off(bought, 1).lines[0].cancelled == 1
    assert len(order.list_amendments(bought.id)) == 1


def test_a_key_that_is_sent_again_never_calls_off_what_it_left():
    bought = an_order(quantity=2)
    call_off(bought, 1)
    again = call_off(bought, 1)
    assert (again.status, again.lines[0].cancelled) == (OrderStatus.CONFIRMED, 1)
    assert call_off(bought, 1, key="another").status is OrderStatus.CANCELLED
    assert call_off(bought, 1, key="another").status is OrderStatus.CANCELLED


def test_piece_by_piece_exactly_what_a_line_cost_goes_back():
    bought = an_order(price="9.99", quantity=4)
    for number in range(3):
        call_off(bought, 1, key=str(number))
    held = charged_at_gateway([bought.id])
    off = call_off(bought, 1, key="last")
    assert off.status is OrderStatus.CANCELLED
    assert held > charged_at_gateway([bought.id]) == 0
    assert all_is_well()


def test_all_that_is_left_is_the_whole_order():
    bought = buy(a_cart((goods(), 1), (goods(), 2))).order
    assert call_off(bought, 1, 2).status is OrderStatus.CANCELLED
    assert order.list_amendments(bought.id) == ()


@pytest.mark.parametrize(
    ("pieces", "refusal"), [(4, TooManyCancelled), (0, InvalidInput), (-1, InvalidInput)]
)
def test_what_was_not_ordered_cannot_be_called_off(pieces, refusal):
    bought = an_order(quantity=3)
    with pytest.raises(refusal):
        order.cancel_lines(
            bought.id, parts=(LinePart(bought.lines[0].id, pieces),), reason="", by="guest", key="k"
        )
    with pytest.raises(InvalidInput):
        order.cancel_lines(bought.id, parts=(LinePart(new_id(), 1),), reason="", by="guest", key="k")
    assert order.get_order(bought.id).lines[0].cancelled == 0


def test_what_is_on_its_way_cannot_be_called_off_in_part():
    bought = an_order(quantity=3)
    for status in (OrderStatus.PROCESSING, OrderStatus.SHIPPED):
        order.change_status(bought.id, status=status, reason="", by="user:warehouse")
    with pytest.raises(CannotCancel):
        call_off(bought, 1)


def test_what_is_only_authorized_is_captured_first(settings):
    settings.PAYMENT_CAPTURE = "manual"
    bought = an_order(quantity=3)
    with pytest.raises(CannotCancel, match="Capture the payment first"):
        call_off(bought, 1)


def test_the_whole_can_be_called_off_after_a_part():
    mug = goods(stock=5)
    bought = buy(a_cart((mug, 3))).order
    call_off(bought, 2)
    order.cancel_order(bought.id, reason="And the rest", by="guest")
    assert inventory.get_stock(mug).on_hand == 5
    assert charged_at_gateway([bought.id]) == 0
    assert all_is_well()


@pytest.mark.parametrize(
    "wrong", [Misbehaviour.TIMEOUT_BEFORE, Misbehaviour.TIMEOUT_AFTER, Misbehaviour.BUSY]
)
def test_a_gateway_that_does_not_answer_only_delays_it(later, wrong):
    bought = buy(a_cart((goods(), 3)), f"tok_plan.ok.{wrong}").order
    call_off(bought, 1)
    assert order.list_amendments(bought.id)[0].state is AmendmentState.GOODS_BACK
    with later(minutes=5):
        order.resume_orders()
    assert order.list_amendments(bought.id)[0].state is AmendmentState.DONE
    assert charged_at_gateway([bought.id]) == bought.total.amount - bought.lines[0].total.amount / 3
    assert all_is_well()


def test_a_refund_that_is_too_large_is_refused_and_nothing_moves():
    bought = an_order(price="20.00")
    wish = {"amount": usd("2000.00"), "reason": "", "by": "user:finance", "key": "k"}
    with pytest.raises(RefundTooLarge):
        order.refund_order(bought.id, **wish)
    with pytest.raises(IllegalPaymentState):
        order.refund_order(bought.id, **wish)
    assert charged_at_gateway([bought.id]) == bought.total.amount
    assert order.list_amendments(bought.id)[0].state is AmendmentState.REFUSED


@pytest.mark.parametrize("amount", [usd("0"), usd("-1.00"), Money.of(5, "EUR")], ids=str)
def test_nothing_less_than_nothing_and_other_money_is_not_returned(amount):
    bought = an_order()
    with pytest.raises(InvalidInput, match="above zero in USD"):
        order.refund_order(bought.id, amount=amount, reason="", by="user:finance", key="k")
    assert order.list_amendments(bought.id) == ()
    assert charged_at_gateway([bought.id]) == bought.total.amount


CRASHES = [
    (opening, "_begin"),
    (inventory, "restock_part"),
    (refunding, "open_refund"),
    (SandboxGateway, "refund"),
    (refunding, "_record"),
    (payment, "refund_payment"),
    (running, "write"),
    (running, "_commit"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("module", "name"), CRASHES, ids=[name for _, name in CRASHES])
def test_a_crash_anywhere_leaves_all_of_it_or_nothing(later, module, name, when):
    mug = goods(stock=5)
    bought = buy(a_cart((mug, 3))).order
    with crashing(module, name, when=when), pytest.raises(Crash):
        call_off(bought, 1)
    for minutes in (2, 4, 6):
        with later(minutes=minutes):
            order.resume_orders()
    pieces = order.get_order(bought.id).lines[0].cancelled
    assert inventory.get_stock(mug).on_hand == 2 + pieces
    assert charged_at_gateway([bought.id]) == bought.total.amount - bought.lines[0].total.amount * pieces / 3
    with later(minutes=6):
        assert all_is_well()


@pytest.mark.django_db(transaction=True)
def test_many_who_call_off_at_once_never_call_off_more_than_there_is():
    mug = goods(stock=10)
    bought = buy(a_cart((mug, 5))).order
    jobs = [partial(call_off, bought, 1, key=str(number)) for number in range(8)]
    outcomes = at_once(jobs)
    after = order.get_order(bought.id)
    assert after.status is OrderStatus.CANCELLED or after.lines[0].cancelled == 4
    assert len(refusals(outcomes)) >= 3
    order.cancel_order(bought.id, reason="The rest", by="guest")
    assert inventory.get_stock(mug).on_hand == 10
    assert charged_at_gateway([bought.id]) == 0
    assert all_is_well()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3)), max_size=6), whole=st.booleans())
def test_whatever_is_called_off_in_whatever_order_the_books_agree(steps, whole):
    bought = buy(a_cart((goods("7.50", stock=9), 4), (goods("0.99", stock=9), 5))).order
    for number, (line, pieces) in enumerate(steps):
        try:
            call_off(bought, *((pieces, 0) if line == 0 else (0, pieces)), key=str(number))
        except TooManyCancelled:
            continue
    if whole:
        order.cancel_order(bought.id, reason="", by="guest")
        assert charged_at_gateway([bought.id]) == 0
    assert all_is_well()
