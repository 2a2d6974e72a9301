"""Gives the products out as a Shopify product CSV that no spreadsheet mistakes for formulas."""

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import urljoin

from django.conf import settings

from domains.catalog.importing import columns as c
from domains.catalog.models import Media, Product, Variant
from domains.catalog.types import ProductStatus, Visibility

_AT_ONCE = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines() -> Iterator[str]:
    """The header, then every product that is not archived; read in portions while the lines are taken."""
    yield _written([dict(zip(c.EXPORTED, c.EXPORTED, strict=True))])
    products = (
        Product.objects.exclude(status=ProductStatus.ARCHIVED)
        .select_related("brand", "category")
        .order_by("id")
    )
    last = None
    while some := list((products.filter(id__gt=last) if last else products)[:_AT_ONCE]):
        last = some[-1].id
        ids = [product.id for product in some]
        variants: dict[object, list[Variant]] = {}
        for variant in Variant.objects.filter(product__in=ids, active=True):
            variants.setdefault(variant.product_id, []).append(variant)
        media: dict[object, list[Media]] = {}
        for one in Media.objects.filter(product__in=ids):
            media.setdefault(one.product_id, []).append(one)
        for product in some:
            yield _written(_rows(product, variants.get(product.id, []), media.get(product.id, [])))


def _rows(product: Product, variants: list[Variant], media: list[Media]) -> Iterator[dict[str, str]]:
    options = list(dict.fromkeys(name for variant in variants for name in variant.attributes))[:3]
    for place, (variant, picture) in enumerate(zip_longest(variants, media)):
        row = {c.HANDLE: product.slug}
        if place == 0:
            row |= _product_fields(product)
            row |= dict(zip(c.OPTION_NAMES, options or ["Title"], strict=False))
        if variant is not None:
            row |= _variant_fields(variant, options)
        if picture is not None:
            row |= {
                c.IMAGE: urljoin(settings.SITE_URL, picture.url),
                c.IMAGE_POSITION: str(picture.position + 1),
                c.IMAGE_ALT: picture.alt,
            }
        yield row


def _product_fields(product: Product) -> dict[str, str]:
    return {
        c.TITLE: product.name,
        c.BODY: product.description,
        c.VENDOR: product.vendor or (product.brand.name if product.brand else ""),
        c.TYPE: product.category.name if product.category else "",
        c.TAGS: ", ".join(product.tags),
        c.PUBLISHED: str(product.visibility != Visibility.HIDDEN).lower(),
        c.STATUS: product.status,
        c.SEO_TITLE: product.seo_title,
        c.SEO_DESCRIPTION: product.seo_description,
    }


def _variant_fields(variant: Variant, options: list[str]) -> dict[str, str]:
    sale = variant.sale_price
    values = [str(variant.attributes.get(name, "")) for name in options] or ["Default Title"]
    return {
        **dict(zip(c.OPTION_VALUES, values, strict=False)),
        c.SKU: variant.sku,
        c.GRAMS: str(variant.grams),
        c.QUANTITY: str(max(variant.available, 0)),
        c.PRICE: f"{(variant.price if sale is None else sale).normalize():f}",
        c.COMPARE_AT: "" if sale is None else f"{variant.price.normalize():f}",
        c.SALE_FROM: variant.sale_from.isoformat() if variant.sale_from else "",
        c.SALE_UNTIL: variant.sale_until.isoformat() if variant.sale_until else "",
        c.SHIPPING: str(variant.requires_shipping).lower(),
        c.TAXABLE: str(variant.taxable).lower(),
        c.BARCODE: variant.barcode,
    }


def _written(rows: Iterator[dict[str, str]] | list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_harmless(row.get(column, "")) for column in c.EXPORTED])
    return text.getvalue()


def _harmless(text: str) -> str:
    """A text that begins like a formula begins with an apostrophe, which an import takes away again."""
    return f"'{text}" if text.startswith(_FORMULA) else text
