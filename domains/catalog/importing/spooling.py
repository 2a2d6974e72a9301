"""Reads a file into rows: an import can stop and go on, and the lines of a product come together."""

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import BinaryIO
from uuid import UUID

from django.utils.text import slugify

from domains.catalog.importing.formats import Format
from domains.catalog.importing.lines import Line, open_table
from domains.catalog.models import ImportJob, ImportLine, ImportProblem
from domains.catalog.types import LineProblem
from domains.kernel.inserting import insert
from domains.kernel.router import database_of

_AT_ONCE = 2000
_LONGEST_HANDLE = 255


def spool(job: ImportJob, file: BinaryIO) -> None:
    """Keep every line under its product, and what is wrong with the others; the job knows how many products.

    Call in a transaction. Raises ImportFileInvalid.
    """
    places: dict[str, int] = {}
    opened = open_table(file, mapping=job.mapping)
    lines, job.format = opened.lines, opened.format.name.value
    while some := list(islice(lines, _AT_ONCE)):
        kept: list[ImportLine] = []
        problems: list[LineProblem] = []
        for line in some:
            if isinstance(line, LineProblem):
                problems.append(line)
            elif handle := handle_of(line, opened.format):
                place = places.setdefault(handle, len(places))
                kept.append(_row(job, place, handle, line))
            else:
                problems.append(LineProblem(line.number, opened.format.key, "The line names no product."))
        insert(kept, alias=database_of("catalog"))
        note_problems(job, problems)
    job.total = len(places)


def handle_of(line: Line, kind: Format) -> str:
    """The handle as an address may have it; empty when there is none."""
    text = line.get(kind.key)
    return (text if kind.is_exact else slugify(text, allow_unicode=True))[:_LONGEST_HANDLE]


def note_problems(job: ImportJob, problems: list[LineProblem]) -> None:
    """Keep what was left out. The job itself is not saved."""
    ImportProblem.objects.bulk_create(
        ImportProblem(job=job, line=one.line, field=one.field, reason=one.reason) for one in problems
    )
    job.problem_count += len(problems)


def spooled(job_id: UUID, *, start: int, count: int) -> Iterator[tuple[str, list[Line]]]:
    """Some products of the job by handle, each with its lines in the order of the file."""
    rows = ImportLine.objects.filter(job=job_id, place__gte=start, place__lt=start + count)
    told = rows.order_by("place", "number").values_list("place", "handle", "number", "fields")
    for (_, handle), group in groupby(told, key=itemgetter(0, 1)):
        yield handle, [Line(number, fields) for _, _, number, fields in group]


def _row(job: ImportJob, place: int, handle: str, line: Line) -> ImportLine:
    return ImportLine(job_id=job.id, place=place, number=line.number, handle=handle, fields=line.fields)
