"""Many at once, each with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

from domains.kernel.errors import DomainError

T = TypeVar("T")


def at_once(jobs: Sequence[Callable[[], T]], *, threads: int = 16) -> list[T | DomainError]:
    """What each job returned, or how it was refused; they start together."""
    start = Barrier(min(threads, len(jobs)))

    def work(mine: Sequence[Callable[[], T]]) -> list[T | DomainError]:
        try:
            start.wait(20)
            return [_outcome(job) for job in mine]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        shares = [jobs[number::threads] for number in range(min(threads, len(jobs)))]
        return [outcome for share in pool.map(work, shares) for outcome in share]


def _outcome(job: Callable[[], T]) -> T | DomainError:
    try:
        return job()
    except DomainError as refused:
        return refused


def refusals(outcomes: Sequence[object]) -> list[str]:
    """The codes of those that were refused."""
    return [outcome.code for outcome in outcomes if isinstance(outcome, DomainError)]
