"""Facts are stored with the change they tell of, delivered after it, and never lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from domains.kernel import bus, clock, context, services
from domains.kernel.ids import OrderId, new_id
from domains.kernel.models import Publication, StoredEvent
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.order.events import OrderPaid

pytestmark = pytest.mark.django_db


class Listener:
    """A handler of this test's own, registered as the payment domain's."""

    __module__ = "domains.payment.handlers"
    __name__ = "listen"

    def __init__(self):
        self.heard, self.broken = [], False

    def __call__(self, fact):
        if self.broken:
            raise ConnectionError("the other side is away")
        self.heard.append((fact, context.current().correlation_id))


@pytest.fixture
def listener(monkeypatch):
    monkeypatch.setattr(bus, "_handlers", {})
    monkeypatch.setattr(bus, "_subscribers", {})
    heard = Listener()
    bus.subscribe([(OrderPaid, heard)])
    return heard


def paid(order_id: UUID | None = None) -> OrderPaid:
    return OrderPaid(order_id=OrderId(order_id or new_id()), amount=Money.of("19.99", "USD"))


def publish(*facts):
    with transaction.atomic(using=database_of("order")):
        for fact in facts:
            bus.publish(fact)


def publications():
    return Publication.objects.using(database_of("order"))


def test_an_event_is_delivered_after_the_commit_with_its_context(listener):
    fact = paid()
    with context.bound(correlation_id="from-the-request"):
        publish(fact)
    assert listener.heard == [(fact, "from-the-request")]
    assert publications().get().status == "done"


def test_an_event_of_a_change_that_was_rolled_back_never_was(listener):
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=database_of("order")):
        bus.publish(paid())
        raise ZeroDivisionError
    assert listener.heard == []
    assert not StoredEvent.objects.using(database_of("order")).exists()


def test_publishing_outside_a_transaction_is_refused(listener):
    with pytest.raises(RuntimeError, match="in the transaction"):
        bus.publish(paid())


def test_one_stream_counts_its_versions(listener):
    order_id = new_id()
    publish(paid(order_id), paid(order_id))
    publish(paid(order_id))
    events = services.list_events(f"order-{order_id}", domain="order")
    assert [event.version for event in events] == [1, 2, 3]


def test_a_failed_delivery_is_tried_again_with_backoff(listener):
    listener.broken = True
    publish(paid())
    row = publications().get()
    assert (row.status, row.attempts) == ("failed", 1)
    assert "the other side is away" in row.last_error
    listener.broken = False
    assert services.redeliver_events() == 0, "it is not due yet"
    with clock.running_on(_in(minutes=1)):
        assert services.redeliver_events() == 1
    assert len(listener.heard) == 1
    assert publications().get().status == "done"


def test_what_a_crashed_process_left_is_delivered_by_the_next(listener):
    publish(paid())
    listener.heard.clear()
    publications().update(status="pending", attempts=0)
    with clock.running_on(_in(minutes=1)):
        assert services.redeliver_events() == 1
    assert len(listener.heard) == 1


def test_a_poisonous_event_is_dead_after_its_tries_and_can_be_replayed(listener):
    listener.broken = True
    publish(paid())
    for hours in range(1, bus.MAX_ATTEMPTS):
        with clock.running_on(_in(hours=hours)):
            services.redeliver_events()
    row = publications().get()
    assert (row.status, row.attempts) == ("dead", bus.MAX_ATTEMPTS)
    listener.broken = False
    with clock.running_on(_in(hours=24)):
        assert services.redeliver_events() == 0
    services.replay_publication(row.pk, domain="order")
    assert services.redeliver_events() == 1


def _in(**delta):
    moment = clock.now() + timedelta(**delta)
    return lambda: moment
