"""Two steps of an import at once: while the stock of one is told, the next is read and saved.

Python and PostgreSQL would take turns otherwise, and one core of two be idle. Steps are read in the order
of the file and saved in it, each in its own transaction; what is told after a commit overlaps with
the next step.
"""

import contextvars
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from threading import Condition, Lock, Thread
from uuid import UUID

from django.db import connections

from domains.catalog.importing.jobs import find_job, read_content
from domains.catalog.importing.pausing import collection_paused
from domains.catalog.importing.pictures import fetch_pictures
from domains.catalog.importing.steps import Step, keep_step, read_step
from domains.catalog.models import ImportJob
from domains.catalog.types import ImportStatus

MOST_A_STEP = 500


def advance(job_id: UUID, *, limit: int, until: float = float("inf")) -> None:
    """Read the file if that has not been done, else bring in the next products, at most so many.

    As many as one step can take are brought in by one step. None begins after `until`, a reading of
    `time.monotonic()`.
    """
    job = find_job(job_id)
    if job.status == ImportStatus.WAITING:
        read_content(job_id)
    elif job.status == ImportStatus.RUNNING:
        with collection_paused():
            _Run(job, limit, until).go()


class _Run:
    """The steps from where the job is on, taken by two threads in turn."""

    def __init__(self, job: ImportJob, limit: int, until: float) -> None:
        self._job, self._until = job, until
        self._end = min(job.total, job.done + limit)
        self._next = self._saved = job.done
        self._reading, self._saving = Lock(), Condition()
        self._failure: BaseException | None = None
        self._over = False

    def go(self) -> None:
        """Raises what a step raised, after the other thread has ended its own."""
        if self._end - self._next <= MOST_A_STEP:
            self._work(most=1)
        else:
            self._work_in_two()
        if self._failure is not None:
            raise self._failure

    def _work_in_two(self) -> None:
        context = contextvars.copy_context()
        other = Thread(target=context.run, args=(self._work_elsewhere,), name="import")
        other.start()
        self._work()
        try:
            other.join()
        except BaseException as interruption:
            self._stop(interruption)
            other.join()

    def _work_elsewhere(self) -> None:
        try:
            self._work()
        finally:
            connections.close_all()

    def _work(self, most: int | None = None) -> None:
        try:
            for step in islice(self._steps(), most):
                # The network is asked before the transaction begins.
                self._save(replace(step, fetched=fetch_pictures(step.sources)))
        except BaseException as failure:
            self._stop(failure)

    def _steps(self) -> Iterator[Step]:
        while (step := self._read()) is not None:
            yield step

    def _read(self) -> Step | None:
        with self._reading:
            if self._over or self._next >= self._end or time.monotonic() >= self._until:
                return None
            limit = min(MOST_A_STEP, self._end - self._next)
            step = read_step(self._job, start=self._next, limit=limit)
            self._next = step.end
            return step

    def _save(self, step: Step) -> None:
        with self._turn(step) as pass_on:
            if pass_on is not None and not keep_step(self._job, step, committed=pass_on):
                self._stop(None)

    @contextmanager
    def _turn(self, step: Step) -> Iterator[Callable[[], None] | None]:
        """Wait until every step before this one is saved; None when one of them never will be."""

        def pass_on() -> None:
            with self._saving:
                # The step after it may be through with everything by now.
                self._saved = max(self._saved, step.end)
                self._saving.notify_all()

        with self._saving:
            self._saving.wait_for(lambda: self._over or self._saved == step.start)
        if self._over:
            yield None
        else:
            yield pass_on
            pass_on()

    def _stop(self, failure: BaseException | None) -> None:
        with self._saving:
            self._failure, self._over = self._failure or failure, True
            self._saving.notify_all()
