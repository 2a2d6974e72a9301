"""A step of an import: the next products of the file are read and checked, then saved in one transaction."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db import transaction

from domains.catalog.events import StockCounted
from domains.catalog.importing import changes, columns, own_columns
from domains.catalog.importing.goods import Goods, assemble
from domains.catalog.importing.jobs import finish, locked_job, save_job
from domains.catalog.importing.lines import Line
from domains.catalog.importing.own_goods import assemble_own
from domains.catalog.importing.pictures import Fetched, how_many, placed, remember_pictures
from domains.catalog.importing.placing import categories_of
from domains.catalog.importing.spooling import note_problems, spooled
from domains.catalog.models import ImportJob, ImportLine, Product, Variant
from domains.catalog.saving import save_batch
from domains.catalog.types import CountedVariant, FileFormat, ImportStatus, LineProblem, NewProduct
from domains.kernel import bus
from domains.kernel.errors import ConcurrentWrite, DomainError
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
class Step:
    """So many products of the file from `start` on, as far as they can be had, and their pictures."""

    start: int
    count: int
    goods: Sequence[Goods]
    problems: Sequence[LineProblem]
    fetched: Mapping[str, Fetched] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Where the next step starts."""
        return self.start + self.count

    @property
    def sources(self) -> list[str]:
        """Where its pictures come from."""
        return [picture.url for one in self.goods for picture in one.pictures]


def assembler_of(kind: FileFormat) -> Assembler:
    """What makes products of the lines of such a file."""
    return assemble_own if kind == FileFormat.SEPTET else assemble


def read_step(job: ImportJob, *, start: int, limit: int) -> Step:
    """The products from there on, at most so many, and no more than whose pictures can be waited for."""
    assembled = assembler_of(FileFormat(job.format))
    read = [
        assembled(handle, lines, currency=job.currency)
        for handle, lines in spooled(job.id, start=start, count=limit)
    ]
    sources = [[picture.url for picture in one.pictures] if one else [] for one, _ in read]
    read = read[: how_many(sources)]
    goods = [one for one, _ in read if one is not None]
    problems = [problem for _, left_out in read for problem in left_out]
    return Step(start, len(read) or job.total - start, goods, problems)


@durable
def keep_step(seen: ImportJob, step: Step, *, committed: Callable[[], None]) -> bool:
    """Save the step, and call `committed` once that is done, before anybody hears of it.

    False when another worker was quicker: then nothing is saved.
    """
    job = locked_job(seen.id)
    if job.done != step.start or job.status != ImportStatus.RUNNING:
        return False
    transaction.on_commit(committed, using=database_of("catalog"))
    _save(job, step)
    job.done = step.end
    if job.done >= job.total:
        finish(job)
    else:
        save_job(job)
    return True


def _save(job: ImportJob, step: Step) -> None:
    goods, problems, fetched = step.goods, list(step.problems), step.fetched
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
    problems += [LineProblem(lines[slug], column, reason) for slug, column, reason in refusals]
    _count(job, saved, known, fetched)
    note_problems(job, problems)
    stock = {sku: count for one in goods for sku, count in one.stock.items()}
    changes.note(job, saved, was, stock)
    _tell_stock(job, saved, stock)
    _forget_lines(job, range(step.start, step.end), {one.line for one in problems})


def _count(
    job: ImportJob, saved: Sequence[NewProduct], known: Collection[str], fetched: Mapping[str, Fetched]
) -> None:
    made = Counter(product.slug in known for product in saved)
    job.products_created += made[False]
    job.products_updated += made[True]
    job.variants += sum(len(product.variants) for product in saved)
    job.pictures += sum(len(product.pictures) for product in saved)
    job.pictures_missing += sum(one.url is None for one in fetched.values())


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
    except ConcurrentWrite:
        raise  # the products are as good as before
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
