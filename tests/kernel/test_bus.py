"""Facts are stored with the change they tell of, delivered after it, and never lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from domains.kernel import bus, clock, context, services, subscriptions
from domains.kernel.delivering import MAX_ATTEMPTS
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.ids import OrderId, new_id
from domains.kernel.models import Publication, StoredEvent
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.order.events import OrderPaid

pytestmark = pytest.mark.django_db


class Listener:
    """A handler of this test's own, registered as the payment domain's; it may be broken for some orders."""

    __module__ = "domains.payment.handlers"
    __name__ = "listen"

    def __init__(self):
        self.heard, self.broken, self.broken_for = [], False, set()

    @property
    def amounts(self):
        return [int(fact.amount.amount) for fact, _ in self.heard]

    def __call__(self, fact):
        if self.broken or fact.order_id in self.broken_for:
            raise ConnectionError("the other side is away")
        self.heard.append((fact, context.current().correlation_id))


@pytest.fixture
def listener(monkeypatch):
    monkeypatch.setattr(subscriptions, "_handlers", {})
    monkeypatch.setattr(subscriptions, "_subscribers", {})
    heard = Listener()
    bus.subscribe([(OrderPaid, heard)])
    return heard


def paid(order_id: UUID | None = None, amount: str = "19.99") -> OrderPaid:
    return OrderPaid(order_id=OrderId(order_id or new_id()), amount=Money.of(amount, "USD"))


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
    for hours in range(1, MAX_ATTEMPTS):
        with clock.running_on(_in(hours=hours)):
            services.redeliver_events()
    row = publications().get()
    assert (row.status, row.attempts) == ("dead", MAX_ATTEMPTS)
    listener.broken = False
    with clock.running_on(_in(hours=24)):
        assert services.redeliver_events() == 0
    services.replay_publication(row.pk, domain="order")
    assert services.redeliver_events() == 1


def test_later_events_of_a_stream_wait_for_the_one_that_failed(listener):
    order_id = new_id()
    listener.broken_for = {order_id}
    publish(paid(order_id, "1"))
    listener.broken_for = set()
    publish(paid(order_id, "2"), paid(order_id, "3"))
    publish(paid(amount="9"))
    assert listener.amounts == [9], "another stream flows on"
    with clock.running_on(_in(minutes=1)):
        assert services.redeliver_events() == 3
    assert listener.amounts == [9, 1, 2, 3]


def test_of_several_events_at_once_those_behind_a_failure_wait(listener):
    order_id = new_id()
    listener.broken_for = {order_id}
    publish(paid(order_id, "1"), paid(order_id, "2"))
    assert [(row.status, row.attempts) for row in publications().order_by("pk")] == [
        ("failed", 1),
        ("pending", 0),
    ]


def test_a_stream_flows_on_once_its_poisonous_event_is_dead(listener):
    order_id = new_id()
    listener.broken_for = {order_id}
    publish(paid(order_id, "1"))
    publications().update(attempts=MAX_ATTEMPTS - 1)
    listener.broken_for = set()
    publish(paid(order_id, "2"))
    listener.broken_for = {order_id}
    with clock.running_on(_in(minutes=1)):
        services.redeliver_events()
    assert [row.status for row in publications().order_by("pk")] == ["dead", "failed"]
    listener.broken_for = set()
    with clock.running_on(_in(minutes=2)):
        services.redeliver_events()
    assert listener.amounts == [2]


def test_an_event_that_nobody_can_read_holds_up_no_other(listener):
    publish(paid(amount="1"), paid(amount="2"))
    listener.heard.clear()
    publications().update(status="pending", attempts=0)
    unreadable = StoredEvent.objects.using(database_of("order")).order_by("id").first()
    StoredEvent.objects.using(database_of("order")).filter(pk=unreadable.pk).update(payload={"amount": "?"})
    with clock.running_on(_in(minutes=1)):
        assert services.redeliver_events() == 1
    assert listener.amounts == [2]
    assert "ValidationError" in publications().get(event=unreadable).last_error


def test_an_event_that_ends_every_process_is_dead_in_the_end(listener):
    publish(paid())
    publications().update(status="processing", attempts=MAX_ATTEMPTS)
    listener.heard.clear()
    with clock.running_on(_in(minutes=5)):
        assert services.redeliver_events() == 0
    assert publications().get().status == "dead"
    assert listener.heard == []


def test_whoever_saw_the_stream_at_another_version_is_refused(listener):
    order_id = new_id()
    publish(paid(order_id))
    with transaction.atomic(using=database_of("order")):
        bus.publish(paid(order_id), expected_version=1)
    with pytest.raises(ConcurrentWrite), transaction.atomic(using=database_of("order")):
        bus.publish(paid(order_id), expected_version=1)
    assert len(services.list_events(f"order-{order_id}", domain="order")) == 2


def _in(**delta):
    moment = clock.now() + timedelta(**delta)
    return lambda: moment


# --- After the answer ------------------------------------------------------------------------


@pytest.fixture
def patient(listener, monkeypatch):
    monkeypatch.setattr(subscriptions, "_patient", set())
    return bus.after_the_answer(listener)


def test_who_can_wait_is_told_after_the_answer(patient):
    fact = paid()
    with bus.putting_off() as rest:
        publish(fact)
    assert patient.heard == []
    assert publications().get().status == "pending"
    rest.settle()
    assert [heard for heard, _ in patient.heard] == [fact]
    assert publications().get().status == "done"
    assert not rest.is_any


def test_who_cannot_wait_is_told_before_the_answer_and_ticked_off_after_it(listener):
    with bus.putting_off() as rest:
        publish(paid())
        publish(paid())
        assert len(listener.heard) == 2
        assert {row.status for row in publications()} == {"pending"}
    with CaptureQueriesContext(connections[database_of("order")]) as queries:
        rest.settle()
    assert len(queries) == 1
    assert {row.status for row in publications()} == {"done"}


def test_two_events_of_one_stream_are_told_in_their_order_before_the_answer(patient):
    order_id = new_id()
    with bus.putting_off() as rest:
        publish(paid(order_id, "1"))
        publish(paid(order_id, "2"))
    rest.settle()
    assert patient.amounts == [1, 2]
    assert {row.status for row in publications()} == {"done"}


def test_what_nobody_settled_is_delivered_by_the_next_process(patient):
    with bus.putting_off():
        publish(paid())
    assert services.redeliver_events() == 0, "whoever answered still has its turn"
    with clock.running_on(_in(minutes=1)):
        assert services.redeliver_events() == 1
    assert len(patient.heard) == 1


def test_outside_of_a_request_nobody_waits(patient):
    publish(paid())
    assert len(patient.heard) == 1


def test_deliveries_of_one_piece_of_work_are_ticked_off_by_one_statement(listener):
    with CaptureQueriesContext(connections[database_of("order")]) as queries, bus.ticking_off_at_once():
        publish(paid())
        publish(paid())
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) == 1
    assert {row.status for row in publications()} == {"done"}
