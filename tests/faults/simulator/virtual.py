"""Time that passes only when somebody waits, and a broker that is a list."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from celery.app.task import Task
from kombu.exceptions import OperationalError as BrokerAway

from domains.kernel import clock
from domains.order import changing
from domains.order.services import resuming
from domains.payment.gateways import books as sandbox
from tests.faults.simulator.points import Dice
from tests.flows.crashing import Crash

_BEGIN = datetime(2027, 3, 1, 9, tzinfo=UTC)


class Time:
    """The clock of a simulated world. It stands in for the `time` module too."""

    def __init__(self) -> None:
        self.now = _BEGIN

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=max(seconds, 0.001))

    def monotonic(self) -> float:
        return self.now.timestamp()

    perf_counter = monotonic

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Whoever asks for the time, or waits, gets this one."""

        def tick() -> datetime:
            # No two moments are the same: orders and leases are compared by time.
            self.now += timedelta(microseconds=50)
            return self.now

        with ExitStack() as stack:
            stack.enter_context(clock.running_on(tick))
            for module in (changing, resuming, sandbox):
                stack.enter_context(mock.patch.object(module, "time", self))
            yield


class Broker:
    """Tasks that were enqueued and not run yet; run in any order, late, twice or never."""

    def __init__(self, dice: Dice, seed: int) -> None:
        self._dice, self._random = dice, random.Random(f"broker {seed}")
        self._waiting: list[tuple[Task[..., Any], tuple[Any, ...]]] = []

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Until the block ends, tasks go here."""
        broker = self

        def apply_async(task: Task[..., Any], args: Any = (), kwargs: Any = None, **_: Any) -> None:
            broker._take(task, tuple(args or ()))

        with mock.patch.object(Task, "apply_async", apply_async):
            yield

    def _take(self, task: "Task[..., Any]", args: tuple[Any, ...]) -> None:
        fault = self._dice.roll("enqueue")
        if fault == "crash before":
            raise Crash
        if fault == "broker away":
            raise BrokerAway("connection refused")
        if fault != "dropped":
            self._waiting += [(task, args)] * (2 if fault == "twice" else 1)
        if fault == "crash after":
            raise Crash

    def __len__(self) -> int:
        return len(self._waiting)

    def run_one(self) -> None:
        """A worker takes some task, not always the oldest."""
        place = self._random.randrange(len(self._waiting)) if self._random.random() < 0.3 else 0
        task, args = self._waiting.pop(place)
        task.run(*args)
