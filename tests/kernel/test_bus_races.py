"""Two writers of one stream: one of them hears of it."""

import threading

import pytest
from django.db import connections, transaction

from domains.kernel import bus
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.ids import OrderId, new_id
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.order.events import OrderPaid


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
