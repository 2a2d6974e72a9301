"""Gives the products out as a CSV that no spreadsheet mistakes for formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Func

from domains.catalog.importing import columns, markets, own_columns
from domains.catalog.importing.formulas import harmless
from domains.catalog.importing.own_rows import own_rows
from domains.catalog.importing.shopify_rows import shopify_rows
from domains.catalog.models import Media, Product, Variant
from domains.catalog.types import FileFormat, ProductStatus

_AT_ONCE = 200
_Rows = Callable[[Product, list[Variant], list[Media]], Iterator[dict[str, str]]]


def lines(kind: FileFormat = FileFormat.SHOPIFY) -> Iterator[str]:
    """The header, then every product; read in portions while the lines are taken.

    Shopify's knows no archived products, so they are left out of it.
    """
    products = Product.objects.select_related("brand", "category").order_by("id")
    names: tuple[str, ...] = own_columns.EXPORTED
    rows_of: _Rows = own_rows
    if kind == FileFormat.SHOPIFY:
        names = (*columns.EXPORTED, *markets.columns_of(_other_currencies()))
        rows_of = shopify_rows
        products = products.exclude(status=ProductStatus.ARCHIVED)
    yield written(names, [dict(zip(names, names, strict=True))])
    last = None
    while some := list((products.filter(id__gt=last) if last else products)[:_AT_ONCE]):
        last = some[-1].id
        yield from _told(some, names, rows_of)


def _other_currencies() -> list[str]:
    """Those in which something is priced beside its own currency."""
    keys = Func("other_prices", function="jsonb_object_keys")
    return sorted(
        Variant.objects.filter(active=True).annotate(key=keys).values_list("key", flat=True).distinct()
    )


def _told(products: list[Product], names: tuple[str, ...], rows_of: _Rows) -> Iterator[str]:
    ids = [product.id for product in products]
    variants: dict[object, list[Variant]] = {}
    for variant in Variant.objects.filter(product__in=ids, active=True):
        variants.setdefault(variant.product_id, []).append(variant)
    media: dict[object, list[Media]] = {}
    for one in Media.objects.filter(product__in=ids):
        media.setdefault(one.product_id, []).append(one)
    for product in products:
        rows = rows_of(product, variants.get(product.id, []), media.get(product.id, []))
        yield written(names, rows)


def written(names: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """The rows as lines of a CSV; what a spreadsheet would run has an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(row.get(name, "")) for name in names])
    return text.getvalue()
