"""Real processes finish what the request left."""

import pytest
from django.core.management import call_command

from domains.inventory import services as inventory
from domains.order import services as order
from domains.order.types import OrderStatus
from tests.factories.cart import a_cart, goods
from tests.factories.order import buy
from tests.factories.payment import charged_at_gateway
from tests.processes import wait_until

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]


def test_the_worker_finishes_what_the_request_had_no_time_for(celery_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    assert waiting.status is OrderStatus.PENDING
    wait_until(lambda: order.get_order(waiting.id).status is OrderStatus.CONFIRMED)
    assert charged_at_gateway() == waiting.total.amount


def test_one_sweep_finishes_what_nobody_works_on(no_worker, later, capsys):
    left = buy(a_cart((goods(), 1)), "tok_slow").order
    assert left.status is OrderStatus.PENDING
    with later(seconds=30):
        call_command("sweep", "--once")
    assert order.get_order(left.id).status is OrderStatus.CONFIRMED
    assert "taken up again" in capsys.readouterr().out


def test_without_worker_and_broker_the_sweeper_alone_finishes_a_checkout(sweeper, no_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    wait_until(lambda: order.get_order(waiting.id).status is OrderStatus.CONFIRMED, patience_s=40)
    assert charged_at_gateway() == waiting.total.amount
    assert inventory.get_stock(mug).on_hand == 4
