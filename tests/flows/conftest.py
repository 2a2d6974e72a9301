"""Time that passes at once, and a worker that is away."""

from datetime import timedelta

import pytest

from domains.kernel import clock
from domains.order import tasks


@pytest.fixture
def later():
    """`with later(minutes=5):` makes it that much later inside the block."""

    def pass_by(**time: float):
        shift, source = timedelta(**time), clock._source
        return clock.running_on(lambda: source() + shift)

    return pass_by


@pytest.fixture
def no_worker(monkeypatch):
    """Tasks are put into the queue and nobody takes them out."""
    monkeypatch.setattr(tasks.advance_order, "apply_async", lambda *_, **__: None)
