"""A product as lines of our own CSV."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import zip_longest

from domains.catalog.brands import slug_of
from domains.catalog.importing import own_columns as c
from domains.catalog.models import Media, Product, Variant
from domains.catalog.queries import in_order


def own_rows(product: Product, variants: list[Variant], media: list[Media]) -> Iterator[dict[str, str]]:
    """The product's lines: a variant and a picture in each, as far as there are any."""
    for place, (variant, picture) in enumerate(zip_longest(variants, media)):
        row = {c.SLUG: product.slug}
        if place == 0:
            row |= _product_fields(product)
        if variant is not None:
            row |= _variant_fields(variant, product.options)
        if picture is not None:
            row |= {c.PICTURE: picture.url, c.THUMBNAIL: picture.thumbnail}
            row |= {c.ALT: picture.alt, c.SHOWS: picture.shows}
        yield row


def _product_fields(product: Product) -> dict[str, str]:
    brand = product.brand
    return {
        c.NAME: product.name,
        c.DESCRIPTION: product.description,
        c.CATEGORY: product.category.slug if product.category else "",
        # By its name where that leads to it again.
        c.BRAND: "" if brand is None else brand.name if slug_of(brand.name) == brand.slug else brand.slug,
        c.VENDOR: product.vendor,
        c.STATUS: product.status,
        c.VISIBILITY: product.visibility,
        c.PUBLISHED_AT: product.published_at.isoformat(),
        c.TAGS: _as_line(product.tags),
        c.ATTRIBUTES: json.dumps(product.attributes, ensure_ascii=False) if product.attributes else "",
        c.SEO_TITLE: product.seo_title,
        c.SEO_DESCRIPTION: product.seo_description,
        c.ILLUSTRATION: product.illustration,
    }


def _variant_fields(variant: Variant, options: list[str]) -> dict[str, str]:
    chosen = in_order(variant.attributes, options)
    return {
        c.SKU: variant.sku,
        c.OPTIONS: json.dumps(chosen, ensure_ascii=False) if chosen else "",
        c.CURRENCY: variant.currency,
        c.PRICE: f"{variant.price.normalize():f}",
        c.SALE_PRICE: "" if variant.sale_price is None else f"{variant.sale_price.normalize():f}",
        c.SALE_FROM: variant.sale_from.isoformat() if variant.sale_from else "",
        c.SALE_UNTIL: variant.sale_until.isoformat() if variant.sale_until else "",
        c.OTHER_PRICES: json.dumps(variant.other_prices),
        c.GRAMS: str(variant.grams),
        c.BARCODE: variant.barcode,
        c.SWATCH: variant.swatch,
        c.SHIPPING: str(variant.requires_shipping).lower(),
        c.TAXABLE: str(variant.taxable).lower(),
        c.TAX_CLASS: variant.tax_class,
        c.STOCK: str(max(variant.available, 0)),
    }


def _as_line(texts: list[str]) -> str:
    """The texts with commas between them, in quotation marks where one has a comma itself."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(texts)
    return line.getvalue().removesuffix("\r\n")
