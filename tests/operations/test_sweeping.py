"""No chore of the sweeper holds up another."""

import threading

import pytest
from django.db import connection

from ecommerce.operations import sweeping
from ecommerce.operations.sweeping import Chore


@pytest.mark.django_db(transaction=True)
def test_a_chore_that_fails_or_is_slow_holds_up_no_other(monkeypatch):
    rounds, stopped, slow = [], threading.Event(), threading.Event()

    def fail() -> int:
        raise ConnectionError("away")

    def work() -> int:
        rounds.append(connection.ensure_connection())
        if len(rounds) == 3:
            slow.set()
            stopped.set()
        return 0

    chores = (
        Chore("fails", 0.01, fail),
        Chore("is slow", 0.01, lambda: slow.wait(20)),
        Chore("works", 0.01, work),
    )
    monkeypatch.setattr(sweeping, "CHORES", chores)
    sweeping.sweep(stopped)
    assert len(rounds) == 3
