"""An order whose money is taken later: confirmed at once, paid when it is captured, free when it is off."""

import pytest

from domains.order import services as order
from domains.order.errors import IllegalTransition
from domains.order.types import OrderStatus
from domains.payment.errors import IllegalPaymentState
from ecommerce.operations import invariants
from tests.factories.catalog import usd
from tests.factories.order import an_order
from tests.factories.payment import charged_at_gateway

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_hand(settings):
    settings.PAYMENT_CAPTURE = "manual"


def all_is_well() -> bool:
    return not [one for one in invariants.check() if one.violations]


def names(found) -> list[str]:
    return [event.name for event in order.list_order_events(found.id)]


def test_an_order_is_confirmed_with_its_money_put_aside():
    bought = an_order()
    assert (bought.status, bought.payment_status) == (OrderStatus.CONFIRMED, "authorized")
    assert "order.payment_authorized.v1" in names(bought)
    assert [row.payment_status for row in order.list_orders()] == ["authorized"]
    assert charged_at_gateway() == 0
    assert all_is_well()


def test_it_is_paid_once_the_money_is_taken():
    bought = an_order()
    paid = order.capture_order(bought.id, by="user:finance")
    assert paid.payment_status == "paid"
    assert charged_at_gateway() == bought.total.amount
    assert names(paid)[-1] == "order.paid.v1"
    assert [row.payment_status for row in order.list_orders()] == ["paid"]
    with pytest.raises(IllegalPaymentState):
        order.capture_order(bought.id, by="user:finance")
    assert all_is_well()


def test_of_a_part_that_was_taken_all_can_go_back():
    bought = an_order()
    order.capture_order(bought.id, amount=usd("5.00"), by="user:finance")
    assert all_is_well()
    order.refund_order(bought.id, amount=None, reason="Sorry", by="user:finance", key="all")
    assert order.get_order(bought.id).payment_status == "refunded"
    assert all_is_well()


def test_nothing_is_shipped_that_is_not_paid():
    bought = an_order()
    order.change_status(bought.id, status=OrderStatus.PROCESSING, reason="", by="user:warehouse")
    with pytest.raises(IllegalTransition, match="Capture the payment first"):
        order.change_status(bought.id, status=OrderStatus.SHIPPED, reason="", by="user:warehouse")
    order.capture_order(bought.id, by="user:finance")
    order.change_status(bought.id, status=OrderStatus.SHIPPED, reason="", by="user:warehouse")


def test_an_order_that_is_called_off_leaves_the_money_where_it_was():
    bought = an_order()
    off = order.cancel_order(bought.id, reason="Changed my mind", by="guest")
    assert (off.status, off.payment_status) == (OrderStatus.CANCELLED, "voided")
    assert charged_at_gateway() == 0
    assert all_is_well()
