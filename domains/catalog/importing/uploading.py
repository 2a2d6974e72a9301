"""An import as it begins: the file is kept, and who brought it."""

from django.conf import settings

from domains.catalog.errors import ImportFileInvalid
from domains.catalog.models import ImportJob as ImportRecord
from domains.catalog.types import ImportJob, ImportStatus, LineProblem
from domains.kernel import context
from domains.kernel.money import digits

LARGEST_UPLOAD = 20_000_000
_PROBLEMS_SHOWN = 1000


def check_size(content: bytes) -> None:
    """Raises ImportFileInvalid for more than 20 MB."""
    if len(content) > LARGEST_UPLOAD:
        raise ImportFileInvalid(
            "The file is larger than 20 MB. Use the command import_shopify.", field="file"
        )


def make_job(
    filename: str, currency: str, content: bytes | None, *, status: ImportStatus = ImportStatus.WAITING
) -> ImportRecord:
    """The row of a new import. Raises ImportFileInvalid for a currency that there is not."""
    currency = currency or settings.DEFAULT_CURRENCY
    try:
        digits(currency)
    except ValueError as unknown:
        raise ImportFileInvalid(f"{unknown}.", field="currency") from unknown
    return ImportRecord.objects.create(
        filename=filename[-255:] or "products.csv",
        currency=currency,
        content=content,
        status=status.value,
        requested_by=context.current().actor,
    )


def to_type(job: ImportRecord) -> ImportJob:
    """How the import stands."""
    problems = job.problems.order_by("line", "id")[:_PROBLEMS_SHOWN]
    return ImportJob(
        id=job.id,
        filename=job.filename,
        status=ImportStatus(job.status),
        done=job.done,
        total=job.total,
        products_created=job.products_created,
        products_updated=job.products_updated,
        variants=job.variants,
        pictures=job.pictures,
        pictures_missing=job.pictures_missing,
        problem_count=job.problem_count,
        problems=tuple(LineProblem(one.line, one.field, one.reason) for one in problems),
        failure=job.failure,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )
