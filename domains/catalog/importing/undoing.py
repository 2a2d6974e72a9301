"""Undoes an import: what it made leaves the shop, what it changed is as before, if nobody saved it since."""

from uuid import UUID

from domains.catalog.archiving import archive
from domains.catalog.errors import NothingToUndo
from domains.catalog.events import StockCounted
from domains.catalog.importing import changes
from domains.catalog.importing.jobs import locked_job, save_job
from domains.catalog.importing.steps import save_products
from domains.catalog.models import ImportChange, ImportJob, Product, Variant
from domains.catalog.refresh import lock_products
from domains.catalog.types import CountedVariant, ImportStatus
from domains.kernel import bus, clock
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from domains.kernel.transactions import durable
from domains.kernel.updating import update

_GONE = "It is no longer there."
_SAVED_SINCE = "Somebody has saved it since. It stays as it is."


def begin(job: ImportJob) -> None:
    """The job is being undone from now on. Raises NothingToUndo."""
    ended = job.status in (ImportStatus.FINISHED, ImportStatus.FAILED)
    if not ended or not job.changes.filter(refusal="").exists():
        raise NothingToUndo
    job.status, job.finished_at = ImportStatus.UNDOING.value, None
    save_job(job)


@durable
def undo_some(job_id: UUID, *, limit: int) -> None:
    """The last so many changes that are left are undone, or refused and said why."""
    job = locked_job(job_id)
    if job.status != ImportStatus.UNDOING:
        return
    rows = list(job.changes.filter(refusal="").order_by("-id")[:limit])
    if rows:
        _undo(job, rows)
    else:
        job.status, job.finished_at = ImportStatus.UNDONE.value, clock.now()
    save_job(job)


def _undo(job: ImportJob, rows: list[ImportChange]) -> None:
    ids = [row.product_id for row in rows]
    lock_products(ids)
    present = changes.stamps(ids)
    for row in rows:
        if present.get(row.product_id) != row.stamp:
            row.refusal = _SAVED_SINCE if row.product_id in present else _GONE
    left = [row for row in rows if not row.refusal]
    made = [row.product_id for row in left if row.before is None]
    archive(list(Product.objects.filter(id__in=made)))
    _restore([row for row in left if row.before is not None])
    done = [row for row in rows if not row.refusal]
    _restore_stock(job, done)
    job.changes.filter(id__in=[row.id for row in done]).delete()
    update([row for row in rows if row.refusal], ["refusal"], alias=database_of("catalog"))
    job.undone += len(done)


def _restore(rows: list[ImportChange]) -> None:
    """A product that cannot be saved as it was, because what it stood in is gone, is refused alone."""
    _, refusals = save_products([changes.image_of(row) for row in rows])
    by_slug = {row.slug: row for row in rows}
    for slug, _, reason in refusals:
        by_slug[slug].refusal = reason


def _restore_stock(job: ImportJob, rows: list[ImportChange]) -> None:
    """What nobody has sold or counted since is counted as before."""
    stock = {sku: numbers for row in rows for sku, numbers in row.stock.items()}
    variants = Variant.objects.filter(sku__in=stock).values_list("id", "sku", "available")
    counts = tuple(
        CountedVariant(VariantId(variant_id), stock[sku][0])
        for variant_id, sku, available in variants
        if available == stock[sku][1]
    )
    if counts:
        bus.publish(StockCounted(import_id=job.id, counts=counts))
