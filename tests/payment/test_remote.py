"""The test gateway over HTTP: whatever it says, or does not, its books and ours agree in the end."""

import socket
import threading
import time
from datetime import timedelta

import pytest

from domains.kernel import clock
from domains.kernel.ids import OrderId, new_id
from domains.order import services as order
from domains.order.types import OrderStatus
from domains.payment import services as payment
from domains.payment.errors import GatewayUnavailable
from domains.payment.gateways.misbehaviour import Misbehaviour, Notification
from domains.payment.gateways.server import GatewayServer
from domains.payment.models import Payment, ReceivedWebhook, SandboxCharge
from domains.payment.types import PaymentStatus
from ecommerce.operations import invariants
from tests.factories.cart import a_cart, goods
from tests.factories.order import an_order, buy
from tests.factories.payment import a_payment, charged_at_gateway

pytestmark = pytest.mark.django_db(transaction=True)
SHORT = timedelta(seconds=1)


@pytest.fixture
def gateway(settings, live_server):
    """The far side on a port of its own; its notices come back to this shop."""
    with GatewayServer() as server:
        server.start()
        settings.PAYMENT_TEST_GATEWAY_URL, settings.SITE_URL = server.url, live_server.url
        yield server
        server.shutdown()


def in_time(what, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (seen := what()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(seen)


def test_the_whole_way_of_an_order_and_back(gateway):
    bought = an_order()
    assert bought.status is OrderStatus.CONFIRMED
    assert charged_at_gateway([bought.id]) == bought.total.amount
    assert order.cancel_order(bought.id, reason="Changed my mind", by="guest").status is OrderStatus.CANCELLED
    assert charged_at_gateway([bought.id]) == 0
    assert not [one for one in invariants.check() if one.violations]


def test_whatever_goes_wrong_on_the_wire_is_charged_once_or_not_at_all(gateway):
    for wrong in Misbehaviour:
        order_id = OrderId(new_id())
        try:
            begun = a_payment(f"tok_plan.{wrong}", order_id=order_id, patience=SHORT)
        except GatewayUnavailable:
            (begun,) = payment.list_payments((order_id,))[order_id]
        ended = begun if begun.settled else payment.resume_payment(begun.id)
        mismatch = wrong in (Misbehaviour.WRONG_AMOUNT, Misbehaviour.WRONG_CURRENCY)
        assert ended.status is (PaymentStatus.FAILED if mismatch else PaymentStatus.CAPTURED), wrong
        assert charged_at_gateway([order_id]) == (0 if mismatch else 50), wrong


def _is_confirmed(bought) -> bool:
    """Whether it is by now; the worker's part is played here."""
    return order.advance_order(bought.id).status is OrderStatus.CONFIRMED


def test_a_forged_notice_is_not_taken(gateway):
    assert buy(a_cart((goods(), 1)), f"tok_plan.{Notification.FORGED}").order.status is OrderStatus.CONFIRMED
    time.sleep(0.5)
    assert not ReceivedWebhook.objects.exists()


def test_however_the_gateway_tells_it_is_paid_once(gateway):
    odd_ones = [odd for odd in Notification if odd is not Notification.FORGED]
    orders = [buy(a_cart((goods(), 1)), f"tok_plan.{odd}").order for odd in odd_ones]
    # Who is told before the answer asks again, and is told of that too.
    assert in_time(lambda: ReceivedWebhook.objects.count() >= len(odd_ones) + 2)
    assert in_time(lambda: all(map(_is_confirmed, orders)))
    for bought in orders:
        found = order.get_order(bought.id)
        assert charged_at_gateway([bought.id]) == found.total.amount
        assert [row.captured for row in found.payments] == [found.total]


def test_a_notice_of_what_nobody_answered_pays_the_order(gateway):
    unknown = a_payment(f"tok_plan.{Misbehaviour.TIMEOUT_AFTER}", patience=SHORT)
    assert in_time(lambda: payment.get_payment(unknown.id).status is PaymentStatus.CAPTURED)
    assert charged_at_gateway() == 50


def test_a_gateway_that_is_away_is_said_to_be_and_paid_when_it_is_back(gateway, settings):
    url = settings.PAYMENT_TEST_GATEWAY_URL
    settings.PAYMENT_TEST_GATEWAY_URL = "http://127.0.0.1:9"
    with pytest.raises(GatewayUnavailable):
        a_payment()
    settings.PAYMENT_TEST_GATEWAY_URL = url
    assert payment.resume_payment(Payment.objects.get().id).status is PaymentStatus.CAPTURED


def test_an_answer_a_byte_at_a_time_takes_no_longer_than_was_allowed(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PAYMENT_TEST_GATEWAY_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
        threading.Thread(target=_drip, args=(server,), daemon=True).start()
        began = time.monotonic()
        assert a_payment(patience=SHORT).settled is False
        # The whole of it would take 27.
        assert time.monotonic() - began < 10


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100:
            try:
                connection.send(bytes([byte]))
            except OSError:
                return
            time.sleep(0.2)


def test_the_books_are_compared_over_the_wire(gateway):
    bought, soon = an_order(), clock.now() + timedelta(minutes=10)
    with clock.running_on(lambda: soon):
        assert order.reconcile_payments().found == 0
        SandboxCharge.objects.update(refunded_minor=100)
        assert order.reconcile_payments().found == 1
    assert order.get_order(bought.id).status is OrderStatus.CONFIRMED
