"""An import goes forward by a few products at a time, each step one transaction, and on after a crash."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.db import transaction

from domains.catalog.errors import ImportFileInvalid, ImportNotFound
from domains.catalog.events import ImportFinished, StockCounted
from domains.catalog.importing import changes, columns, own_columns
from domains.catalog.importing.goods import Goods, assemble
from domains.catalog.importing.lines import Line
from domains.catalog.importing.own_goods import assemble_own
from domains.catalog.importing.pausing import collection_paused
from domains.catalog.importing.pictures import Fetched, fetch_pictures, how_many, placed, remember_pictures
from domains.catalog.importing.placing import categories_of
from domains.catalog.importing.spooling import note_problems, spool, spooled
from domains.catalog.models import ImportJob, ImportLine, Product, Variant
from domains.catalog.saving import save_batch
from domains.catalog.types import CountedVariant, FileFormat, ImportStatus, LineProblem, NewProduct
from domains.kernel import bus, clock
from domains.kernel.errors import DomainError
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from domains.kernel.transactions import durable


class Assembler(Protocol):
    """Makes one product of its lines."""

    def __call__(
        self, handle: str, lines: Sequence[Line], /, *, currency: str
    ) -> tuple[Goods | None, tuple[LineProblem, ...]]:
        """The product where there is one, and what is wrong with its lines."""


@dataclass(frozen=True, slots=True)
class _Step:
    """The next so many products of the file, as far as they can be had."""

    count: int
    goods: Sequence[Goods]
    problems: Sequence[LineProblem]
    fetched: dict[str, Fetched]


def find_job(job_id: UUID) -> ImportJob:
    """Raises ImportNotFound."""
    job = ImportJob.objects.filter(id=job_id).defer("content").first()
    if job is None:
        raise ImportNotFound
    return job


def advance(job_id: UUID, *, limit: int) -> None:
    """Read the file if that has not been done, else bring in the next products."""
    job = find_job(job_id)
    if job.status == ImportStatus.WAITING:
        _read_content(job_id)
    elif job.status == ImportStatus.RUNNING:
        _bring_in(job, limit)


@durable
def read_path(job_id: UUID, path: str) -> None:
    """Read a file of this machine into the job. Raises ImportFileInvalid."""
    try:
        with Path(path).open("rb") as file:
            _read(locked_job(job_id), file)
    except OSError as missing:
        raise ImportFileInvalid(f"{path} cannot be read: {missing.strerror}.") from missing


@durable
def end_as_failed(job_id: UUID, reason: str) -> None:
    """The job is over; what it brought in stays."""
    job = locked_job(job_id)
    if job.status not in (ImportStatus.FINISHED, ImportStatus.FAILED):
        _fail(job, reason)


@durable
def _read_content(job_id: UUID) -> None:
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


def assembler_of(kind: FileFormat) -> Assembler:
    """What makes products of the lines of such a file."""
    return assemble_own if kind == FileFormat.SEPTET else assemble


def _bring_in(job: ImportJob, limit: int) -> None:
    assembled = assembler_of(FileFormat(job.format))
    with collection_paused():
        read = [
            assembled(handle, lines, currency=job.currency)
            for handle, lines in spooled(job.id, start=job.done, count=limit)
        ]
        sources = [[picture.url for picture in one.pictures] if one else [] for one, _ in read]
        read = read[: how_many(sources)]
        goods = [one for one, _ in read if one is not None]
        problems = [problem for _, left_out in read for problem in left_out]
        # The network is asked before the transaction begins.
        fetched = fetch_pictures([picture.url for one in goods for picture in one.pictures])
        _keep(job, _Step(len(read) or job.total - job.done, goods, problems, fetched))


@durable
def _keep(seen: ImportJob, step: _Step) -> None:
    job, goods, problems, fetched = locked_job(seen.id), step.goods, list(step.problems), step.fetched
    if job.done != seen.done or job.status != ImportStatus.RUNNING:
        return  # another worker was quicker
    remember_pictures(fetched.items())
    problems += [problem for one in goods for problem in _refused_pictures(one, fetched)]
    handles = [one.product.slug for one in goods]
    # A product that is in the shop stays where it stands.
    known = dict(Product.objects.filter(slug__in=handles).values_list("slug", "category__slug"))
    categories = categories_of(goods, known)
    products = [
        replace(one.product, category=category, pictures=placed(one.pictures, fetched))
        for one, category in zip(goods, categories, strict=True)
    ]
    was = changes.before(known)
    saved, refusals = save_products(products)
    lines = {one.product.slug: one.line for one in goods}
    problems += [LineProblem(lines[slug], field, reason) for slug, field, reason in refusals]
    made = Counter(product.slug in known for product in saved)
    job.products_created += made[False]
    job.products_updated += made[True]
    job.variants += sum(len(product.variants) for product in saved)
    job.pictures += sum(len(product.pictures) for product in saved)
    job.pictures_missing += sum(one.url is None for one in fetched.values())
    note_problems(job, problems)
    stock = {sku: count for one in goods for sku, count in one.stock.items()}
    changes.note(job, saved, was, stock)
    _tell_stock(job, saved, stock)
    _forget_lines(job, range(seen.done, seen.done + step.count), {one.line for one in problems})
    job.done = seen.done + step.count
    if job.done >= job.total:
        _finish(job)
    save_job(job)


def _forget_lines(job: ImportJob, places: range, failed: Collection[int]) -> None:
    """Those of products that are in; of one that has a problem all lines stay, to be tried again."""
    lines = ImportLine.objects.filter(job=job, place__gte=places.start, place__lt=places.stop)
    if failed:
        kept = set(lines.filter(number__in=failed).values_list("place", flat=True))
        lines = lines.exclude(place__in=kept)
    lines.delete()


def save_products(
    products: Sequence[NewProduct],
) -> tuple[Sequence[NewProduct], list[tuple[str, str, str]]]:
    """Those that were saved, and `(slug, field, reason)` of the others.

    All at once when nobody objects, else each half by itself: one bad product of five hundred costs nine
    more tries, not five hundred.
    """
    refused = _attempt(products)
    if refused is None:
        return products, []
    if len(products) == 1:
        return [], [(products[0].slug, str(refused.facts.get("field", "")), refused.detail)]
    middle = len(products) // 2
    saved, refusals = save_products(products[:middle])
    more, others = save_products(products[middle:])
    return [*saved, *more], [*refusals, *others]


def _attempt(products: Sequence[NewProduct]) -> DomainError | None:
    try:
        with transaction.atomic(using=database_of("catalog")):
            save_batch(products)
    except DomainError as refused:
        return refused
    return None


def _refused_pictures(goods: Goods, fetched: Mapping[str, Fetched]) -> list[LineProblem]:
    """What the file's author can mend; a host that is away is not their fault."""
    column = own_columns.PICTURE if goods.is_exact else columns.IMAGE
    return [
        LineProblem(goods.line, column, f"{refusal} The product came in without this picture.")
        for picture in goods.pictures
        if (refusal := fetched[picture.url].refusal) and not fetched[picture.url].unreachable
    ]


def _tell_stock(job: ImportJob, saved: Sequence[NewProduct], stock: Mapping[str, int]) -> None:
    skus = [variant.sku for product in saved for variant in product.variants if variant.sku in stock]
    variants = Variant.objects.filter(sku__in=skus).values_list("id", "sku")
    counts = tuple(CountedVariant(VariantId(variant_id), stock[sku]) for variant_id, sku in variants)
    if counts:
        bus.publish(StockCounted(import_id=job.id, counts=counts))


def _finish(job: ImportJob) -> None:
    nothing = not job.products_created + job.products_updated
    if nothing:
        _fail(job, "Nothing of the file could be brought in.")
        return
    job.status, job.finished_at = ImportStatus.FINISHED.value, clock.now()
    bus.publish(
        ImportFinished(
            import_id=job.id,
            products_created=job.products_created,
            products_updated=job.products_updated,
            problem_count=job.problem_count,
        )
    )


def _fail(job: ImportJob, reason: str) -> None:
    job.status, job.failure = ImportStatus.FAILED.value, reason
    job.content, job.finished_at = None, clock.now()
    save_job(job)


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
