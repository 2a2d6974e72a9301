"""How we call what may be away: bounded retries with jitter behind a circuit breaker."""

from collections.abc import Callable
from typing import TypeVar

import pybreaker
import tenacity

from domains.kernel.errors import Unavailable

R = TypeVar("R")
_breakers: dict[str, pybreaker.CircuitBreaker] = {}


def breaker(name: str) -> pybreaker.CircuitBreaker:
    """The circuit breaker of one neighbour: opens after 5 failures in a row, tries again after 20 s."""
    return _breakers.setdefault(name, pybreaker.CircuitBreaker(fail_max=5, reset_timeout=20, name=name))


def circuits() -> tuple[pybreaker.CircuitBreaker, ...]:
    """The circuit breaker of every neighbour that was called so far."""
    return tuple(_breakers.values())


def call(
    name: str,
    function: Callable[[], R],
    *,
    retry_on: tuple[type[Exception], ...],
    attempts: int = 3,
    longest_wait_s: float = 1.0,
) -> R:
    """What `function` returns; failures of `retry_on` are tried again with jitter.

    Give only functions that are safe to repeat and that have a timeout of their own.
    Raises Unavailable when the circuit is open, else the last failure.
    """
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(attempts),
        wait=tenacity.wait_random_exponential(multiplier=0.05, max=longest_wait_s),
        retry=tenacity.retry_if_exception_type(retry_on),
        reraise=True,
    )
    try:
        answer: R = retrying(breaker(name).call, function)
    except pybreaker.CircuitBreakerError as opened:
        raise Unavailable(f"{name} is not answering. Please try again in a moment.") from opened
    return answer
