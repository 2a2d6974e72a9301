"""The checkout on Redis and on RabbitMQ; the broker dies in the middle of it and comes back."""

import time

import pytest

from domains.inventory import services as inventory
from domains.kernel import services as kernel
from domains.order import services as order
from domains.order.types import OrderStatus
from tests.brokers import RabbitMQ, RedisBroker, has_rabbitmq
from tests.factories.cart import a_cart, goods
from tests.factories.order import buy
from tests.factories.payment import charged_at_gateway
from tests.processes import wait_until

pytestmark = [pytest.mark.celery, pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(
    params=[
        "redis",
        pytest.param(
            "rabbitmq", marks=pytest.mark.skipif(not has_rabbitmq, reason="RabbitMQ is not installed")
        ),
    ]
)
def broker(request, tmp_path):
    """A broker for this test alone."""
    server = RedisBroker(tmp_path) if request.param == "redis" else RabbitMQ(tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        if isinstance(server, RabbitMQ):
            server.close()


@pytest.fixture
def broker_url(broker):
    return broker.url


def is_over(order_id) -> bool:
    """Whether it ended; the sweeper's part is played here."""
    order.resume_orders()
    return order.get_order(order_id).status is not OrderStatus.PENDING


def confirmed(waiting) -> bool:
    return order.get_order(waiting.id).status is OrderStatus.CONFIRMED


def test_orders_are_taken_while_the_broker_is_away_and_all_of_them_end(broker, celery_worker):
    before = buy(a_cart((goods(), 1)), "tok_slow").order
    wait_until(lambda: confirmed(before))

    broker.kill()
    began = time.monotonic()
    during = [buy(a_cart((goods(), 1)), "tok_slow").order for _ in range(2)]
    assert [one.status for one in during] == [OrderStatus.PENDING] * 2
    # Each may use its time budget and one try to connect, and waits for nobody.
    assert time.monotonic() - began < 20
    at_once = buy(a_cart((goods(), 1))).order
    assert at_once.status is OrderStatus.CONFIRMED

    broker.start()
    wait_until(lambda: kernel.redeliver_events() >= 0 and all(map(confirmed, during)), patience_s=90)
    after = buy(a_cart((goods(), 1)), "tok_slow").order
    wait_until(lambda: confirmed(after), patience_s=60)

    bought = [before, *during, at_once, after]
    assert charged_at_gateway() == sum(one.total.amount for one in bought)


def test_a_worker_killed_while_the_gateway_is_asked_leaves_nothing_hanging(broker, celery_worker):
    mug = goods(stock=5)
    waiting = buy(a_cart((mug, 1)), "tok_slow").order
    wait_until(lambda: not order.is_checkout_waiting(waiting.id))  # the worker is at it
    celery_worker.kill()
    wait_until(lambda: is_over(waiting.id), patience_s=60)
    assert order.get_order(waiting.id).status is OrderStatus.CONFIRMED
    assert charged_at_gateway() == waiting.total.amount
    stock = inventory.get_stock(mug)
    assert (stock.on_hand, stock.reserved) == (4, 0)
