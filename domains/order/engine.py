"""How a step of any process on an order is tried: timed, noted, tried again later, and not for ever."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import structlog
from prometheus_client import Histogram

from domains.kernel.errors import ConcurrentWrite, DomainError, Unavailable
from domains.order.running import Work

_LONGEST_DELAY_S = 60

DURATION = Histogram(
    "order_processing_duration_seconds", "Time that a step of a process took", ["step", "status"]
)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """The step is through."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The step will never succeed, and why."""

    code: str
    detail: str
    facts: Mapping[str, object] = field(default_factory=dict)
    cause: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The step is not through yet; `for_worker` says that nobody else has to act first."""

    delay: timedelta
    for_worker: bool


Outcome = Done | Refused | Waiting
DONE = Done()
W = TypeVar("W", bound=Work)


def act_on(work: W, act: Callable[[W], Outcome]) -> Outcome:
    """What the step comes to, noted in the log of the process; a domain's refusal is an outcome.

    Raises what may pass by itself: Unavailable, ConcurrentWrite, and every bug.
    """
    with work.noting(act.__name__) as note:
        try:
            outcome = act(work)
        except (Unavailable, ConcurrentWrite):
            raise
        except DomainError as refused:
            outcome = Refused(refused.code, refused.detail, cause=refused)
        note.outcome = word_for(outcome)
        note.detail = outcome.detail[:200] if isinstance(outcome, Refused) else ""
    return outcome


def word_for(outcome: Outcome) -> str:
    """`done`, `refused` or `waiting`."""
    return type(outcome).__name__.lower()


def attempt(
    work: Work,
    name: str,
    act: Callable[[], str],
    *,
    most_tries: int,
    give_up: Callable[[Exception], None],
) -> None:
    """Do it and time it; a failure is tried again later, until `give_up` says what becomes of it."""
    began, status = time.perf_counter(), "failed"
    try:
        status = act()
    except Exception as failure:
        log.exception("a step failed", step=name, order_id=str(work.order_id))
        _try_later(work, failure, most_tries, give_up)
    finally:
        DURATION.labels(name, status).observe(time.perf_counter() - began)


def _try_later(work: Work, failure: Exception, most_tries: int, give_up: Callable[[Exception], None]) -> None:
    process = work.process
    process.attempts += 1
    process.last_error = error = f"{type(failure).__name__}: {failure}"[:500]
    if process.attempts < most_tries:
        delay = timedelta(seconds=min(2 ** (process.attempts - 1), _LONGEST_DELAY_S))
        work.pause(delay, for_worker=True)
    else:
        give_up(failure)
        process.last_error = error
