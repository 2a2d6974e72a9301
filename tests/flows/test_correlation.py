"""One id leads from the request to everything that came of it."""

import pytest
from django.test import Client

from domains.kernel.ids import OrderId
from domains.notification import services as notification
from domains.notification import tasks
from domains.order import services as order
from tests.factories.cart import a_cart, goods
from tests.factories.order import a_form
from tests.factories.user import send

pytestmark = pytest.mark.django_db
REQUEST = "mobile-4711.checkout"


def purchase() -> OrderId:
    buyer = Client(headers={"X-Cart-Token": a_cart((goods(), 1)).token})
    answer = send(buyer, "post", "cart/checkout", a_form(), **{"X-Correlation-ID": REQUEST})
    assert answer["X-Correlation-ID"] == REQUEST
    return OrderId(answer.json()["id"])


def test_the_requests_id_stands_on_every_event_and_in_the_mail(mailoutbox):
    events = order.list_order_events(purchase())
    assert len(events) >= 3
    assert {one.correlation_id for one in events} == {REQUEST}
    assert [mail.extra_headers["X-Correlation-ID"] for mail in mailoutbox] == [REQUEST]


def test_a_mail_that_the_sweeper_sends_names_the_request_as_well(mailoutbox, monkeypatch, later):
    monkeypatch.setattr(tasks.send_message, "delay", lambda *_: None)
    purchase()
    assert not mailoutbox
    with later(minutes=5):
        notification.send_due_messages()
    assert [mail.extra_headers["X-Correlation-ID"] for mail in mailoutbox] == [REQUEST]
