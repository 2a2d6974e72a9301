"""Imports that meet a fault, or that nobody works on any more, go on by themselves; files left behind are tidied."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from django.db import connections

from domains.catalog import services as catalog
from domains.catalog.errors import ImportNotFound
from domains.catalog.types import ImportStatus
from domains.kernel import clock
from domains.kernel.delivering import redeliver_due
from domains.kernel.router import every_database
from tests.catalog.test_import_overlapping import PRODUCTS, a_long_import, assert_everything_is_in
from tests.factories.importing import line, table

pytestmark = pytest.mark.usefixtures("transactional_db")

_HANG_UP = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextmanager
def a_database_that_hangs_up(job_id: UUID, *, at: tuple[int, ...]) -> Iterator[None]:
    """Every other connection is ended by the server each time that so many products of the import are in."""
    over = Event()
    left = list(at)

    def watch() -> None:
        try:
            while left and not over.is_set():
                if catalog.get_import(job_id).done >= left[0]:
                    left.pop(0)
                    hang_up()
                time.sleep(0.01)
        finally:
            connections.close_all()

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    assert not left, "the import was over before the database could hang up"


def hang_up() -> None:
    for alias in every_database():
        with connections[alias].cursor() as cursor:
            cursor.execute(_HANG_UP)


def later(**time: int):
    moment = clock.now() + timedelta(**time)
    return clock.running_on(lambda: moment)


def test_an_import_whose_connections_are_cut_goes_on_from_its_last_step(tmp_path) -> None:
    job_id = a_long_import(tmp_path)
    with a_database_that_hangs_up(job_id, at=(0, 500, 1_000)):
        job = catalog.run_import(job_id)
    assert (job.status, job.failure, job.done) == (ImportStatus.FINISHED, "", PRODUCTS)
    assert (job.products_created, job.products_updated, job.variants) == (PRODUCTS - 1, 0, PRODUCTS - 1)
    # What a cut left untold, the sweeper tells.
    with later(minutes=5):
        while redeliver_due():
            pass
    assert_everything_is_in()


def test_an_import_that_nobody_works_on_is_asked_for_again(tmp_path) -> None:
    job_id = a_long_import(tmp_path)
    job = catalog.advance_import(job_id, products=300)
    assert catalog.resume_imports() == 0 and catalog.get_import(job_id) == job
    with later(minutes=6):
        assert catalog.resume_imports() == 1
    assert catalog.get_import(job_id).status == ImportStatus.FINISHED
    with later(minutes=12):
        assert catalog.resume_imports() == 0
        assert_everything_is_in()


def test_an_import_that_comes_no_further_for_a_day_is_over(tmp_path) -> None:
    job_id = a_long_import(tmp_path)
    with later(hours=25):
        assert catalog.resume_imports() == 0
    job = catalog.get_import(job_id)
    assert job.status == ImportStatus.FAILED and "no further for a day" in job.failure


def test_a_file_that_nobody_came_back_to_is_gone_after_a_day_and_no_other() -> None:
    content = table(line(title="Mug", price="5")).encode()
    left = catalog.upload_import(content, filename="left.csv")
    begun = catalog.upload_import(content, filename="begun.csv")
    columns = catalog.get_import_columns(begun.id).columns
    catalog.begin_import(begun.id, mapping={one.name: one.meaning for one in columns})
    with later(hours=23):
        assert catalog.forget_uploads() == 0
    with later(hours=25):
        assert catalog.forget_uploads() == 1
    with pytest.raises(ImportNotFound):
        catalog.get_import(left.id)
    assert catalog.get_import(begun.id).status == ImportStatus.FINISHED
