"""A real worker that is killed in the middle of a checkout: the order still ends."""

import pytest

from domains.inventory import services as inventory
from domains.order import services as order
from domains.order.types import OrderStatus
from tests.factories.cart import a_cart, goods
from tests.factories.order import buy
from tests.factories.payment import charged_at_gateway
from tests.processes import wait_until

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]


def is_over(order_id) -> bool:
    """Whether it ended; the beat's part is played here."""
    order.resume_orders()
    return order.get_order(order_id).status is not OrderStatus.PENDING


def test_the_worker_finishes_what_the_request_had_no_time_for(celery_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    assert waiting.status is OrderStatus.PENDING
    wait_until(lambda: order.get_order(waiting.id).status is OrderStatus.CONFIRMED)
    assert charged_at_gateway() == waiting.total.amount


def test_a_worker_killed_while_the_gateway_is_asked_leaves_nothing_hanging(celery_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    wait_until(lambda: not order.is_checkout_waiting(waiting.id))  # the worker is at it
    celery_worker.kill()
    wait_until(lambda: is_over(waiting.id), patience_s=60)
    assert order.get_order(waiting.id).status is OrderStatus.CONFIRMED
    assert charged_at_gateway() == waiting.total.amount
    stock = inventory.get_stock(mug)
    assert (stock.on_hand, stock.reserved) == (4, 0)
