"""What a file would make of the shop, looked at before anything is done."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice

from domains.catalog.checking import check_product
from domains.catalog.errors import InvalidProduct
from domains.catalog.importing import markets
from domains.catalog.importing.formats import Format, format_of
from domains.catalog.importing.goods import Goods
from domains.catalog.importing.lines import Line, header_of, open_table
from domains.catalog.importing.mapping import remembered
from domains.catalog.importing.spooling import handle_of
from domains.catalog.importing.steps import assembler_of
from domains.catalog.models import ImportJob, Product
from domains.catalog.types import (
    FileColumn,
    FileColumns,
    FileFormat,
    ImportPreview,
    LineProblem,
    NewProduct,
    PreviewedProduct,
)
from domains.kernel.money import Money

_SAMPLES, _SAMPLED_LINES = 3, 30
_LINES = 500


def columns_of(job: ImportJob) -> FileColumns:
    """The file's columns as they are most likely meant. Raises ImportFileInvalid."""
    header, kind = _read_header(job)
    every: dict[str, str] = {}
    for place, name in enumerate(header):
        every.setdefault(name, f"{place}")
    samples: dict[str, list[str]] = {name: [] for name in header}
    table = open_table(BytesIO(job.content or b""), places={key: int(key) for key in every.values()})
    for line in islice(table.lines, _SAMPLED_LINES):
        for name, key in every.items():
            if isinstance(line, Line) and len(samples[name]) < _SAMPLES and (text := line.get(key)):
                samples[name].append(text[:80])
    # What is priced in the file's own currency stands in the column of its price.
    own = {*markets.columns_of([job.currency])}
    known = remembered(header, kind)
    meant = {name: "" if (meaning := known[name]) in own else meaning for name in every}
    unclear = {name for name in every if kind.name == FileFormat.SHOPIFY and markets.is_unclear(name)}
    return FileColumns(
        format=kind.name,
        columns=tuple(
            FileColumn(name, tuple(samples[name]), meant[name], asks=name in unclear) for name in every
        ),
        meanings=tuple(one for one in _meanings(kind, meant) if one not in own),
        required=kind.required,
    )


def _meanings(kind: Format, meant: Mapping[str, str]) -> tuple[str, ...]:
    """All that a column can be: prices in other currencies too, those that the file names first."""
    if kind.name == FileFormat.SEPTET:
        return kind.columns
    named = [one for one in meant.values() if markets.is_one(one)]
    return tuple(dict.fromkeys([*kind.columns, *named, *markets.columns_of(markets.OFFERED)]))


def check_mapping(job: ImportJob, mapping: Mapping[str, str]) -> None:
    """Raises ImportFileInvalid where a column is missing."""
    header, kind = _read_header(job)
    kind.places_of(header, mapping)


def preview(job: ImportJob, mapping: Mapping[str, str], *, limit: int) -> ImportPreview:
    """The first products, and what is wrong with the first lines. Raises ImportFileInvalid."""
    table = open_table(BytesIO(job.content or b""), mapping=mapping)
    read = list(islice(table.lines, _LINES + 1))
    looked_at = read[:_LINES]
    problems = [one for one in looked_at if isinstance(one, LineProblem)]
    goods: list[Goods] = []
    lines = [one for one in looked_at if isinstance(one, Line)]
    for handle, own in _by_product(lines, table.format).items():
        if not handle:
            reason = "The line names no product."
            problems += [LineProblem(one.number, table.format.key, reason) for one in own]
            continue
        one, left_out = assembler_of(table.format.name)(handle, own, currency=job.currency)
        problems += left_out
        if one is not None and (refused := _refusal(one)):
            problems.append(refused)
        elif one is not None:
            goods.append(one)
    return ImportPreview(
        products=tuple(_shown(goods[:limit])),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        lines=len(looked_at),
        is_whole=len(read) <= _LINES,
    )


def _read_header(job: ImportJob) -> tuple[tuple[str, ...], Format]:
    header = header_of(BytesIO(job.content or b""))
    return header, format_of(header)


def _by_product(lines: Iterable[Line], kind: Format) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(handle_of(line, kind), []).append(line)
    return groups


def _refusal(goods: Goods) -> LineProblem | None:
    try:
        check_product(goods.product)
    except InvalidProduct as refused:
        return LineProblem(goods.line, str(refused.facts.get("field", "")), refused.detail)
    return None


def _shown(goods: list[Goods]) -> Iterable[PreviewedProduct]:
    slugs = [one.product.slug for one in goods]
    known = set(Product.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for one in goods:
        product = one.product
        yield PreviewedProduct(
            line=one.line,
            slug=product.slug,
            name=product.name,
            is_new=product.slug not in known,
            price=min(variant.price for variant in product.variants),
            other_prices=tuple(_other_prices(product)),
            variants=len(product.variants),
            stock=sum(one.stock.values()) if one.stock else None,
            pictures=len(one.pictures),
            category=next(iter(one.categories), ""),
        )


def _other_prices(product: NewProduct) -> Iterable[Money]:
    paid = [one.paid for variant in product.variants for one in variant.other_prices or ()]
    for currency in dict.fromkeys(one.currency for one in paid):
        yield min(one for one in paid if one.currency == currency)
