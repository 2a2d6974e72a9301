"""A step that met a fault of the database that passes is done again, after a pause."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
import tenacity
from django.db import InterfaceError, OperationalError, close_old_connections

from domains.kernel.errors import ConcurrentWrite

P = ParamSpec("P")
R = TypeVar("R")
# The connection was lost, PostgreSQL restarts, or two transactions were in each other's way.
PASSING = (OperationalError, InterfaceError, ConcurrentWrite)
_ATTEMPTS, _LONGEST_PAUSE_S = 6, 8.0

log = structlog.get_logger(__name__)


def persistently(function: Callable[P, R]) -> Callable[P, R]:
    """Call it again after a fault that passes, up to six times within half a minute.

    Give only what goes on from where it was broken off. Raises the last fault.
    """
    return tenacity.retry(
        retry=tenacity.retry_if_exception_type(PASSING),
        stop=tenacity.stop_after_attempt(_ATTEMPTS),
        wait=tenacity.wait_random_exponential(multiplier=0.5, max=_LONGEST_PAUSE_S),
        before_sleep=_let_go,
        reraise=True,
    )(function)


def _let_go(state: tenacity.RetryCallState) -> None:
    """Say so, and close connections that lead nowhere: the next attempt opens its own."""
    fault = state.outcome.exception() if state.outcome else None
    log.warning("an import met a fault of the database and goes on", fault=str(fault)[:300])
    close_old_connections()
