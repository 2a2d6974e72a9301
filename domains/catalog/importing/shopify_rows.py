"""A product as lines of a Shopify CSV."""

from collections.abc import Iterator
from itertools import zip_longest
from urllib.parse import urljoin

from django.conf import settings

from domains.catalog.importing import columns as c
from domains.catalog.importing import markets
from domains.catalog.models import Media, Product, Variant
from domains.catalog.types import Visibility


def shopify_rows(product: Product, variants: list[Variant], media: list[Media]) -> Iterator[dict[str, str]]:
    """The product's lines: a variant and a picture in each, as far as there are any."""
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
        **dict(_market_fields(variant)),
    }


def _market_fields(variant: Variant) -> Iterator[tuple[str, str]]:
    """What it costs in other currencies, as prices for the markets of these names."""
    for currency, (regular, sale) in variant.other_prices.items():
        yield markets.price_in(currency), str(regular if sale is None else sale)
        yield markets.compare_at_in(currency), "" if sale is None else str(regular)
