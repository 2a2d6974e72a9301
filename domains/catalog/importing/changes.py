"""What an import did to each product, kept so that it can be undone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import connections

from domains.catalog.models import ImportChange, ImportJob, Media, Product, Variant
from domains.catalog.queries import as_saved
from domains.catalog.types import NewProduct
from domains.kernel.inserting import insert
from domains.kernel.router import database_of
from domains.kernel.values import listed

# Saving sets these times, selling and counting do not.
_STAMPS = """
SELECT product.id, product.slug, md5(concat_ws(' ', product.updated_at, variants.told, pictures.told))
FROM catalog_product AS product
CROSS JOIN LATERAL (
    SELECT concat(max(updated_at), ' ', count(id)) AS told FROM catalog_variant WHERE product_id = product.id
) AS variants
CROSS JOIN LATERAL (
    SELECT concat(max(updated_at), ' ', count(id)) AS told FROM catalog_media WHERE product_id = product.id
) AS pictures
"""

_KEPT = (
    "product_id", "sku", "attributes", "price", "sale_price", "sale_from", "sale_until", "currency", "grams",
    "barcode", "swatch", "requires_shipping", "taxable", "tax_class", "other_prices", "available",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """Products as they were: how to save them so again, how they stood, and what there was by SKU."""

    images: Mapping[UUID, NewProduct]
    stamps: Mapping[UUID, str]
    available: Mapping[str, int]


def before(slugs: Collection[str]) -> Before:
    """The products at these addresses, read with four queries."""
    products = list(Product.objects.filter(slug__in=slugs).select_related("brand", "category"))
    ids = [one.id for one in products]
    variants: dict[UUID, list[Any]] = {}
    media: dict[UUID, list[Media]] = {}
    available: dict[str, int] = {}
    # No more than is kept of them: making whole rows costs twice as much.
    for variant in Variant.objects.filter(product__in=ids, active=True).values_list(*_KEPT, named=True):
        variants.setdefault(variant.product_id, []).append(variant)
        available[variant.sku] = variant.available
    for picture in Media.objects.filter(product__in=ids):
        media.setdefault(picture.product_id, []).append(picture)
    images = {one.id: as_saved(one, variants.get(one.id, []), media.get(one.id, [])) for one in products}
    return Before(images, stamps(ids), available)


def stamps(product_ids: Collection[UUID]) -> dict[UUID, str]:
    """How each product stands; another stamp, and somebody has saved it since."""
    rows = _asked(_STAMPS + "WHERE product.id = ANY(%s::uuid[])", listed(product_ids))
    return {product_id: stamp for product_id, _, stamp in rows}


def note(job: ImportJob, saved: Sequence[NewProduct], was: Before, stock: Mapping[str, int]) -> None:
    """Keep what became of the products that were saved; those that were the same before are no change."""
    told = {one.slug: _told(one, was, stock) for one in saved}
    rows = _asked(_STAMPS + "WHERE product.slug = ANY(%s::text[])", list(told))
    insert(
        [
            ImportChange(
                job_id=job.id,
                product_id=product_id,
                slug=slug,
                before=msgspec.to_builtins(was.images[product_id]) if product_id in was.images else None,
                stock=told[slug] if product_id in was.images else {},
                stamp=stamp,
            )
            for product_id, slug, stamp in rows
            if stamp != was.stamps.get(product_id) or told[slug]
        ],
        alias=database_of("catalog"),
    )


def image_of(change: ImportChange) -> NewProduct:
    """The product as it was before."""
    return msgspec.convert(change.before, NewProduct, strict=False)


def _told(product: NewProduct, was: Before, stock: Mapping[str, int]) -> dict[str, list[int]]:
    """What there was and what was counted, of the variants of which that is another number."""
    return {
        one.sku: [was.available[one.sku], stock[one.sku]]
        for one in product.variants
        if one.sku in stock and one.sku in was.available and was.available[one.sku] != stock[one.sku]
    }


def _asked(statement: str, given: Any) -> list[tuple[UUID, str, str]]:
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement, [given])
        rows: list[tuple[UUID, str, str]] = cursor.fetchall()
    return rows
