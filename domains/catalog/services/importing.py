"""Bringing in a file of products, and giving one out."""

import math
import time
from io import BytesIO
from pathlib import Path
from uuid import UUID

from domains.catalog.errors import ImportFileInvalid
from domains.catalog.events import ImportRequested
from domains.catalog.importing import abandoned, failing, jobs, overlapping, undoing
from domains.catalog.importing.lines import open_table
from domains.catalog.importing.persisting import PASSING, persistently
from domains.catalog.importing.uploading import check_size, make_job, to_type
from domains.catalog.types import ImportJob, ImportStatus
from domains.kernel import bus
from domains.kernel.transactions import durable, stepwise

# Between two of these Python looks for garbage.
_PRODUCTS_AT_ONCE = 5_000


@durable
def start_import(content: bytes, *, filename: str, currency: str = "") -> ImportJob:
    """The waiting import of an uploaded product CSV of at most 20 MB; a worker does the rest.

    `currency` is that of the prices, the shop's own when it is empty.
    Raises ImportFileInvalid when it is not such a file. Publishes ImportRequested.
    """
    check_size(content)
    open_table(BytesIO(content))
    job = make_job(filename, currency, content)
    bus.publish(ImportRequested(import_id=job.id))
    return to_type(job)


@stepwise
def open_import(path: str, *, currency: str = "") -> ImportJob:
    """The import of a product CSV on this machine, read and ready to be advanced by the caller.

    Raises ImportFileInvalid when the file cannot be read or is none.
    """
    job_id = _open(Path(path).name, currency)
    try:
        jobs.read_path(job_id, path)
    except ImportFileInvalid as refused:
        jobs.end_as_failed(job_id, refused.detail)
        raise
    return get_import(job_id)


@stepwise
def advance_import(import_id: UUID, *, products: int = overlapping.MOST_A_STEP) -> ImportJob:
    """The import after at most so many more products are in; the same when it had ended.

    Every step, of 500 products at most, is one transaction; two workers never bring in a product twice.
    A step that meets a fault of the database that passes is done again.
    Raises ImportNotFound. Publishes ProductChanged, StockCounted, ImportFinished.
    """
    _advance(import_id, products)
    return get_import(import_id)


@stepwise
def run_import(import_id: UUID, *, budget_s: int = 45) -> ImportJob:
    """The import after at most so many seconds of work; what is left is asked for again.

    A fault of the database that passes costs the step that it met; where it stays, `resume_imports`
    has the import go on later. Raises ImportNotFound. Publishes ImportRequested when more is to be done.
    """
    until = time.monotonic() + budget_s
    job = get_import(import_id)
    while not job.ended and time.monotonic() < until:
        try:
            _advance(import_id, _PRODUCTS_AT_ONCE, until)
            job = get_import(import_id)
        except PASSING:
            raise
        except Exception:
            jobs.give_up(import_id, "The import broke off on our side.")
            raise
    if not job.ended:
        _ask_again(import_id)
    return job


@stepwise
def resume_imports() -> int:
    """Imports that nobody has advanced for five minutes are asked for again: how many.

    One that came no further for a day is over. Publishes ImportRequested.
    """
    for import_id in abandoned.hopeless():
        jobs.give_up(import_id, "The import came no further for a day.")
    stalled = abandoned.stalled()
    for import_id in stalled:
        _ask_again(import_id)
    return len(stalled)


@durable
def forget_uploads() -> int:
    """Files that were uploaded more than a day ago and never begun are gone: how many."""
    return abandoned.forget_uploads()


@durable
def forget_changes() -> int:
    """What imports changed more than thirty days ago cannot be undone any more: for how many products.

    At most five thousand at once.
    """
    return abandoned.forget_changes()


@durable
def retry_import(import_id: UUID) -> ImportJob:
    """A new import of the products of which something was left out, after what stood in their way is gone.

    Raises ImportNotFound, NothingToRetry. Publishes ImportRequested.
    """
    fresh = failing.retry(jobs.locked_job(import_id))
    bus.publish(ImportRequested(import_id=fresh.id))
    return to_type(fresh)


@durable
def undo_import(import_id: UUID) -> ImportJob:
    """The import that a worker undoes: what it made is archived, what it changed is as it was before.

    A product that was saved since stays as it is, and is named in the report. Stock is counted as before
    where nobody sold or counted since. It can be undone for thirty days.
    Raises ImportNotFound, NothingToUndo. Publishes ImportRequested.
    """
    job = jobs.locked_job(import_id)
    undoing.begin(job)
    bus.publish(ImportRequested(import_id=job.id))
    return to_type(job)


def get_import(import_id: UUID) -> ImportJob:
    """How far the import is. Raises ImportNotFound."""
    return to_type(jobs.find_job(import_id))


@persistently
def _advance(import_id: UUID, products: int, until: float = math.inf) -> None:
    if get_import(import_id).status == ImportStatus.UNDOING:
        undoing.undo_some(import_id, limit=min(products, overlapping.MOST_A_STEP))
    else:
        overlapping.advance(import_id, limit=products, until=until)


@durable
def _open(filename: str, currency: str) -> UUID:
    return make_job(filename, currency, None).id


@durable
def _ask_again(import_id: UUID) -> None:
    bus.publish(ImportRequested(import_id=import_id))
