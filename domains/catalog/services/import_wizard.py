"""An import step by step: the file is kept, its columns are mapped and tried, and only then does it begin."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

from domains.catalog.errors import ImportBegun
from domains.catalog.events import ImportRequested
from domains.catalog.importing import jobs, previewing
from domains.catalog.importing.lines import header_of
from domains.catalog.importing.uploading import check_size, make_job, to_type
from domains.catalog.models import ImportJob as ImportRecord
from domains.catalog.types import FileColumns, ImportJob, ImportPreview, ImportStatus
from domains.kernel import bus, clock
from domains.kernel.transactions import durable


@durable
def upload_import(content: bytes, *, filename: str, currency: str = "") -> ImportJob:
    """The import of an uploaded CSV of at most 20 MB that waits for its columns to be mapped.

    Raises ImportFileInvalid when its first line cannot be read.
    """
    check_size(content)
    header_of(BytesIO(content))
    return to_type(make_job(filename, currency, content, status=ImportStatus.UPLOADED))


def get_import_columns(import_id: UUID) -> FileColumns:
    """The columns of an uploaded file, each as it was mapped the last time or as it is called.

    Raises ImportNotFound, ImportBegun.
    """
    return previewing.columns_of(_uploaded(import_id))


def get_import_preview(import_id: UUID, *, mapping: Mapping[str, str], limit: int = 20) -> ImportPreview:
    """The first products as the file would make them, and what is wrong with its first lines.

    Raises ImportNotFound, ImportBegun, and ImportFileInvalid where a column is missing.
    """
    return previewing.preview(_uploaded(import_id), mapping, limit=limit)


@durable
def begin_import(import_id: UUID, *, mapping: Mapping[str, str]) -> ImportJob:
    """The import, waiting for a worker; the mapping is remembered for files with the same names.

    Raises ImportNotFound, ImportBegun, and ImportFileInvalid where a column is missing.
    Publishes ImportRequested.
    """
    job = _uploaded(import_id, locked=True)
    previewing.check_mapping(job, mapping)
    job.mapping, job.status, job.updated_at = dict(mapping), ImportStatus.WAITING.value, clock.now()
    job.save()
    bus.publish(ImportRequested(import_id=job.id))
    return to_type(job)


def _uploaded(import_id: UUID, *, locked: bool = False) -> ImportRecord:
    job = jobs.locked_job(import_id) if locked else jobs.find_job(import_id)
    if job.status != ImportStatus.UPLOADED:
        raise ImportBegun
    return job
