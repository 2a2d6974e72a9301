"""Variants with what a sale needs to know of them, and no more: every cart and every order reads these."""

from collections.abc import Collection
from typing import Any

from domains.catalog import currencies
from domains.catalog.models import Variant
from domains.catalog.queries import in_order, is_open_to_all, to_picture
from domains.catalog.timing import sale_price_at
from domains.catalog.types import SellableVariant
from domains.kernel import clock
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money

_SELLABLE = """
SELECT variant.id, variant.sku, variant.attributes, variant.price, variant.sale_price, variant.sale_from,
       variant.sale_until, variant.currency, variant.picture, variant.grams, variant.active,
       variant.requires_shipping, variant.taxable, variant.tax_class, variant.product_id,
       variant.other_prices,
       product.slug AS product_slug, product.name AS product_name, product.options AS product_options,
       product.status AS product_status, product.visibility AS product_visibility,
       product.published_at AS product_published_at
FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
"""


def with_ids(variant_ids: Collection[VariantId]) -> list[SellableVariant]:
    """Those that exist, sellable or not."""
    rows = Variant.objects.raw(_SELLABLE + "WHERE variant.id = ANY(%s::uuid[])", [list(variant_ids)])
    return [_to_sellable(row) for row in rows]


def with_skus(skus: Collection[str]) -> list[SellableVariant]:
    """Those that exist, sellable or not."""
    rows = Variant.objects.raw(_SELLABLE + "WHERE variant.sku = ANY(%s::text[])", [list(skus)])
    return [_to_sellable(row) for row in rows]


def _to_sellable(row: Any) -> SellableVariant:
    now = clock.now()
    regular, reduced = Money(row.price, row.currency), sale_price_at(now, row)
    return SellableVariant(
        id=VariantId(row.id),
        product_id=ProductId(row.product_id),
        product_slug=row.product_slug,
        name=row.product_name,
        sku=row.sku,
        attributes=in_order(row.attributes, row.product_options),
        regular_price=regular,
        unit_price=regular if reduced is None else Money(reduced, row.currency),
        picture=to_picture(row.picture),
        grams=row.grams,
        requires_shipping=row.requires_shipping,
        taxable=row.taxable,
        tax_class=row.tax_class,
        other_prices=currencies.at(now, row, row.other_prices),
        sellable=row.active
        and is_open_to_all(row.product_status, row.product_visibility, row.product_published_at),
    )
