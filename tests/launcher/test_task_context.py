"""A task works under the context of whoever enqueued it."""

import queue

import pytest
from celery.contrib.testing.worker import start_worker

from domains.kernel import context
from ecommerce.celery import app

_seen: queue.Queue[context.Context] = queue.Queue()


@app.task(name="tests.note_context")
def _note_context() -> None:
    _seen.put(context.current())


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setenv("CELERY_SKIP_CHECKS", "1")
    app.control.purge()
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield


def test_the_correlation_id_travels_and_stays_with_its_task(worker) -> None:
    with context.bound(correlation_id="request-1", actor="user-7"):
        _note_context.delay()
    first = _seen.get(timeout=20)
    _note_context.delay()
    second = _seen.get(timeout=20)

    assert (first.correlation_id, first.actor) == ("request-1", "user-7")
    assert second.correlation_id != "request-1"
    assert second.actor == "system"
