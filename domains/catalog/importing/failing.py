"""The lines of a file that did not come in as they say: to be taken home and mended, or tried again."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import connections

from domains.catalog.errors import NothingToRetry
from domains.catalog.importing.exporting import written
from domains.catalog.importing.formats import format_named
from domains.catalog.importing.jobs import save_job
from domains.catalog.importing.uploading import make_job
from domains.catalog.models import ImportJob, ImportLine
from domains.catalog.types import ImportStatus
from domains.kernel.router import database_of

PROBLEM = "Problem"
_MOVE = """
UPDATE catalog_import_line AS line SET job_id = %s, place = fresh.place
FROM (
    SELECT id, dense_rank() OVER (ORDER BY place) - 1 AS place FROM catalog_import_line WHERE job_id = %s
) AS fresh
WHERE line.id = fresh.id
"""


def failed_lines(job: ImportJob) -> Iterator[str]:
    """A CSV of every product of which a line was left out, with what is wrong beside each line.

    Lines that could not be read at all are not in it.
    """
    known = format_named(job.format).columns
    lines = ImportLine.objects.filter(job=job).order_by("place", "number")
    said = {name for fields in lines.values_list("fields", flat=True).iterator() for name in fields}
    names = (*known, *sorted(said.difference(known)), PROBLEM)
    reasons: dict[int, list[str]] = defaultdict(list)
    for number, column, reason in job.problems.values_list("line", "field", "reason"):
        reasons[number].append(f"{column}: {reason}" if column else reason)
    yield written(names, [dict(zip(names, names, strict=True))])
    for number, fields in lines.values_list("number", "fields").iterator():
        yield written(names, [{**fields, PROBLEM: " ".join(reasons[number])}])


def retry(job: ImportJob) -> ImportJob:
    """A new import of the lines that are left of this one. Raises NothingToRetry."""
    places = ImportLine.objects.filter(job=job).values("place").distinct().count()
    if not places or job.status not in (ImportStatus.FINISHED, ImportStatus.FAILED):
        raise NothingToRetry
    fresh = make_job(job.filename, job.currency, None, status=ImportStatus.RUNNING)
    fresh.format, fresh.total = job.format, places
    save_job(fresh)
    _move_lines(job.id, fresh.id)
    return fresh


def _move_lines(origin: UUID, destination: UUID) -> None:
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_MOVE, [destination, origin])
