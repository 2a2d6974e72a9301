"""A crash on purpose: the process is gone right before or right after one call or commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


class Crash(BaseException):
    """No handler of ours may catch it, as none catches a power cut."""


@contextmanager
def crashing(module: Any, name: str, *, when: str) -> Iterator[None]:
    """The real function is called, and the process ends `before` or `after` it, once."""
    real: Callable[..., Any] = getattr(module, name)
    armed = [True]

    def crash_once(*args: Any, **kwargs: Any) -> Any:
        if armed and when == "before":
            armed.clear()
            raise Crash
        result = real(*args, **kwargs)
        if armed:
            armed.clear()
            raise Crash
        return result

    with mock.patch.object(module, name, crash_once):
        yield
