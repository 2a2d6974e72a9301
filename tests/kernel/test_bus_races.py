"""Who is in whose way: two writers of one stream, and whoever holds what is to be ticked off."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connections, transaction

from domains.kernel import bus, clock, services
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.ids import OrderId, new_id
from domains.kernel.models import Publication
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.order.events import OrderConfirmed, OrderPaid


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_at_the_same_version_one_gets_a_conflict():
    order_id, alias = OrderId(new_id()), database_of("order")
    both_read, outcomes = threading.Barrier(2), []

    def write():
        fact = OrderPaid(order_id=order_id, amount=Money.of(1, "USD"))
        try:
            with transaction.atomic(using=alias):
                both_read.wait(5)
                bus.publish(fact)
                if not outcomes:
                    threading.Event().wait(0.2)
            outcomes.append("written")
        except ConcurrentWrite:
            outcomes.append("conflict")
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(10)
    assert sorted(outcomes) == ["conflict", "written"]


@pytest.mark.django_db(transaction=True)
def test_what_is_left_for_after_the_answer_waits_for_nobody_long():
    alias, order_id = database_of("order"), OrderId(new_id())
    with bus.putting_off() as rest, transaction.atomic(using=alias):
        bus.publish(
            OrderConfirmed(
                order_id=order_id,
                number="S7-1",
                user_id=None,
                email="ada@people.test",
                total=Money.of(1, "USD"),
                lines=(),
            )
        )
    somebody = connections[alias].copy()
    somebody.set_autocommit(False)
    try:
        somebody.cursor().execute("LOCK TABLE kernel_publication IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="did not answer in time"):
            rest.settle_within(0.2)
        # Nobody waits longer than five for a lock.
        assert time.monotonic() - began < 4
    finally:
        somebody.rollback()
        somebody.close()
        connections.close_all()
    with clock.running_on(lambda: datetime.now(UTC) + timedelta(minutes=1)):
        # Unless the server went on with it after we had hung up.
        services.redeliver_events()
    assert [row.status for row in Publication.objects.using(alias)] == ["done"]
