"""Variants with what a sale needs to know of them, and no more: every cart and every order reads these."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connections
from msgspec.json import decode

from domains.catalog import currencies
from domains.catalog.queries import in_order, is_open_to_all, to_picture
from domains.catalog.timing import sale_price_at
from domains.catalog.types import SellableVariant
from domains.kernel import clock
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.kernel.values import listed

_SELLABLE = """
SELECT variant.id, variant.sku, variant.attributes::text, variant.price, variant.sale_price,
       variant.sale_from, variant.sale_until, variant.currency, variant.picture::text, variant.grams,
       variant.active, variant.requires_shipping, variant.taxable, variant.tax_class, variant.product_id,
       variant.other_prices::text,
       product.slug, product.name, product.options, product.status, product.visibility,
       product.published_at
FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
"""


class _Row(NamedTuple):
    id: UUID
    sku: str
    attributes: str
    price: Decimal
    sale_price: Decimal | None
    sale_from: datetime | None
    sale_until: datetime | None
    currency: str
    picture: str | None
    grams: int
    active: bool
    requires_shipping: bool
    taxable: bool
    tax_class: str
    product_id: UUID
    other_prices: str
    product_slug: str
    product_name: str
    product_options: list[str]
    product_status: str
    product_visibility: str
    product_published_at: datetime


def with_ids(variant_ids: Collection[VariantId]) -> list[SellableVariant]:
    """Those that exist, sellable or not."""
    return _read("variant.id = ANY(%s::uuid[])", listed(variant_ids))


def with_skus(skus: Collection[str]) -> list[SellableVariant]:
    """Those that exist, sellable or not."""
    return _read("variant.sku = ANY(%s::text[])", list(skus))


def _read(which: str, given: str | list[str]) -> list[SellableVariant]:
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(f"{_SELLABLE} WHERE {which}", [given])
        return [_to_sellable(_Row(*row)) for row in cursor.fetchall()]


def _to_sellable(row: _Row) -> SellableVariant:
    now = clock.now()
    regular, reduced = Money(row.price, row.currency), sale_price_at(now, row)
    return SellableVariant(
        id=VariantId(row.id),
        product_id=ProductId(row.product_id),
        product_slug=row.product_slug,
        name=row.product_name,
        sku=row.sku,
        attributes=in_order(decode(row.attributes), row.product_options),
        regular_price=regular,
        unit_price=regular if reduced is None else Money(reduced, row.currency),
        picture=to_picture(row.picture),
        grams=row.grams,
        requires_shipping=row.requires_shipping,
        taxable=row.taxable,
        tax_class=row.tax_class,
        other_prices=currencies.at(now, row, decode(row.other_prices)),
        sellable=row.active
        and is_open_to_all(row.product_status, row.product_visibility, row.product_published_at),
    )
