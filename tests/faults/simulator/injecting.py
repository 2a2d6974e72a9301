"""Puts the dice between the shop's code and what it depends on: the real functions run around each fault."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from domains.kernel import bus, delivering
from domains.payment.gateways.port import GatewayFailure, GatewayTimeout
from domains.payment.gateways.test import SandboxGateway
from tests.faults.simulator.points import Dice
from tests.flows.crashing import Crash

_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_GATEWAY_CALLS = ("charge", "confirm", "capture", "cancel", "refund")
_GONE = "server closed the connection unexpectedly"


@contextmanager
def injected(dice: Dice) -> Iterator[None]:
    """Until the block ends, every commit, gateway call, publishing and handler asks the dice."""
    with ExitStack() as stack:
        patch = lambda target, name, value: stack.enter_context(mock.patch.object(target, name, value))  # noqa: E731
        patch(BaseDatabaseWrapper, "commit", _commit(BaseDatabaseWrapper.commit, dice))
        for name in _GATEWAY_CALLS:
            patch(SandboxGateway, name, _gateway(getattr(SandboxGateway, name), dice))
        patch(delivering, "find_handler", _find_handler(delivering.find_handler, dice))
        patch(bus, "publish", _around(bus.publish, dice, "publish"))
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_write(dice)))
        yield


def _commit(real: Callable[[Any], None], dice: Dice) -> Callable[[Any], None]:
    def commit(connection: Any) -> None:
        fault = dice.roll("commit")
        if fault in ("crash before", "lost"):
            # The server rolls back what a connection that broke had not committed.
            connection.rollback()
            raise Crash if fault == "crash before" else OperationalError(_GONE)
        real(connection)
        if fault:
            # The process that would have run them is gone, or was never told.
            connection.run_on_commit = []
        if fault == "crash after":
            raise Crash
        if fault == "unknown":
            raise OperationalError(_GONE)

    return commit


def _write(dice: Dice) -> Callable[..., Any]:
    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        # Inside a transaction nothing happens yet: its commit is the point.
        if context["connection"].in_atomic_block or not _WRITE.match(sql):
            return run(sql, params, many, context)
        fault = dice.roll("write")
        if fault == "crash before":
            raise Crash
        if fault == "lost":
            raise OperationalError(_GONE)
        result = run(sql, params, many, context)
        if fault == "crash after":
            raise Crash
        if fault == "unknown":
            raise OperationalError(_GONE)
        return result

    return execute


def _gateway(real: Callable[..., Any], dice: Dice) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        fault = dice.roll("gateway")
        what, _, when = fault.partition(" ")
        if when == "before":
            raise _failure(what)
        # The far side is another machine: nothing of ours breaks while it works.
        armed, dice.armed = dice.armed, False
        try:
            answer = real(*args, **kwargs)
        finally:
            dice.armed = armed
        if when == "after":
            raise _failure(what)
        return answer

    return call


def _failure(what: str) -> BaseException:
    failures = {"crash": Crash(), "timeout": GatewayTimeout("no answer"), "failure": GatewayFailure("500")}
    return failures[what]


def _find_handler(real: Callable[..., Any], dice: Dice) -> Callable[..., Any]:
    return lambda event_name, name: _around(real(event_name, name), dice, "handler")


def _around(real: Callable[..., Any], dice: Dice, kind: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        what, _, when = dice.roll(kind).partition(" ")
        if when == "before":
            raise Crash if what == "crash" else ConnectionError("away")
        answer = real(*args, **kwargs)
        if when == "after":
            raise Crash if what == "crash" else ConnectionError("away")
        return answer

    return call
