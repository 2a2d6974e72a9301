"""An import as a whole: found, read, ended; what brings it in step by step is `steps`."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from domains.catalog.errors import ImportFileInvalid, ImportNotFound
from domains.catalog.events import ImportFinished
from domains.catalog.importing.spooling import spool
from domains.catalog.models import ImportJob
from domains.catalog.types import ImportStatus
from domains.kernel import bus, clock
from domains.kernel.router import database_of
from domains.kernel.transactions import durable


def find_job(job_id: UUID) -> ImportJob:
    """Raises ImportNotFound."""
    job = ImportJob.objects.filter(id=job_id).defer("content").first()
    if job is None:
        raise ImportNotFound
    return job


def locked_job(job_id: UUID) -> ImportJob:
    """The row, held until the transaction ends. Raises ImportNotFound."""
    job = ImportJob.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise ImportNotFound
    return job


def save_job(job: ImportJob) -> None:
    """Write the row."""
    job.updated_at = clock.now()
    job.save()


@durable
def read_path(job_id: UUID, path: str) -> None:
    """Read a file of this machine into the job. Raises ImportFileInvalid."""
    try:
        with Path(path).open("rb") as file:
            _read(locked_job(job_id), file)
    except OSError as missing:
        raise ImportFileInvalid(f"{path} cannot be read: {missing.strerror}.") from missing


@durable
def read_content(job_id: UUID) -> None:
    """Read what was uploaded, if nobody has done so yet; a file that cannot be read ends the job."""
    job = locked_job(job_id)
    if job.status != ImportStatus.WAITING or job.content is None:
        return
    try:
        with transaction.atomic(using=database_of("catalog")):
            _read(job, BytesIO(job.content))
    except ImportFileInvalid as refused:
        job.problem_count = 0
        _fail(job, refused.detail)


def _read(job: ImportJob, file: BinaryIO) -> None:
    spool(job, file)
    job.content, job.status = None, ImportStatus.RUNNING.value
    if job.total:
        save_job(job)
    else:
        _fail(job, "No line of the file tells of a product that can be read.")


def finish(job: ImportJob) -> None:
    """All of the file has been looked at; the caller holds the job. Publishes ImportFinished."""
    nothing = not job.products_created + job.products_updated
    if nothing:
        _fail(job, "Nothing of the file could be brought in.")
        return
    job.status, job.finished_at = ImportStatus.FINISHED.value, clock.now()
    save_job(job)
    bus.publish(
        ImportFinished(
            import_id=job.id,
            products_created=job.products_created,
            products_updated=job.products_updated,
            problem_count=job.problem_count,
        )
    )


@durable
def end_as_failed(job_id: UUID, reason: str) -> None:
    """The job is over before anything came in."""
    _fail(locked_job(job_id), reason)


@durable
def give_up(job_id: UUID, what: str) -> None:
    """The job is over because of that, and says what can be done; what it brought in, or undid, stays."""
    job = locked_job(job_id)
    if job.status not in (ImportStatus.FINISHED, ImportStatus.FAILED):
        advice = "Undo it once more." if job.status == ImportStatus.UNDOING else "Upload the file again."
        _fail(job, f"{what} {advice}")


def _fail(job: ImportJob, reason: str) -> None:
    job.status, job.failure = ImportStatus.FAILED.value, reason
    job.content, job.finished_at = None, clock.now()
    save_job(job)
