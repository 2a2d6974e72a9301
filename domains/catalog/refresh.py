"""Writes the read rows anew, in the transaction that changed what they tell of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Avg, Count

from domains.catalog import freshness, membership
from domains.catalog.models import Media, Product, Review, Variant
from domains.catalog.narrowing import trait
from domains.catalog.search.engine import engine
from domains.catalog.shown import Shown, pictures_of, row_of
from domains.catalog.types import ReviewStatus
from domains.kernel.inserting import upsert
from domains.kernel.router import database_of
from domains.kernel.updating import update
from domains.kernel.values import listed

_BATCH = 500
_STOCK = """
UPDATE catalog_product_row AS row SET in_stock = found.in_stock, default_variant_id = found.first
FROM (
    SELECT product_id, bool_or(available > 0) AS in_stock,
           (array_agg(id ORDER BY available > 0 DESC, position, id))[1] AS first
    FROM catalog_variant WHERE active AND product_id = ANY(%s::uuid[]) GROUP BY product_id
) AS found
WHERE row.product_id = found.product_id
"""


def refresh(product_ids: Collection[UUID]) -> None:
    """Make the rows of these products say what the products say; nine queries for each 500."""
    wanted = sorted(set(product_ids))
    for start in range(0, len(wanted), _BATCH):
        _refresh_batch(wanted[start : start + _BATCH])
    freshness.products_changed(wanted)


def lock_products(product_ids: Collection[UUID]) -> None:
    """Whoever changes what a row tells of waits here, so that no row is made of what was before.

    Locks are taken in one order everywhere: products by id, then variants, then rows.
    """
    locked = Product.objects.select_for_update(no_key=True).filter(id__in=product_ids).order_by("id")
    list(locked.values_list("id"))


def refresh_stock(product_ids: Collection[UUID]) -> None:
    """Make the rows say what of these products there is. The products are locked.

    Nothing else of them depends on it but the collections whose rules ask for what is in stock.
    """
    if not product_ids:
        return
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_STOCK, [listed(product_ids)])
    membership.place_by_stock(product_ids)
    engine().note_stock(product_ids)
    freshness.products_changed(product_ids)


def _refresh_batch(product_ids: list[UUID]) -> None:
    lock_products(product_ids)
    products = Product.objects.filter(id__in=product_ids).select_related("brand", "category").order_by("id")
    variants = _grouped(Variant.objects.filter(product__in=product_ids, active=True))
    media = _grouped(Media.objects.filter(product__in=product_ids))
    shown = [
        Shown(one, one.brand, one.category, variants.get(one.id, []), media.get(one.id, []))
        for one in products
    ]
    changed = []
    for variant, picture in (pair for one in shown for pair in pictures_of(one)):
        variant.picture = picture
        changed.append(variant)
    update(changed, ["picture"], alias=database_of("catalog"))
    write_rows(shown)


def write_rows(shown: Sequence[Shown], *, new: Collection[UUID] = ()) -> None:
    """Make the rows say this. The products are locked, or `new`: nobody has rated those."""
    ids = [one.product.id for one in shown]
    known = [product_id for product_id in ids if product_id not in new]
    ratings = _ratings(known) if known else {}
    rows = [row_of(one, ratings.get(one.product.id, (Decimal(0), 0))) for one in shown]
    collections = membership.place(rows)
    for row in rows:
        own = [trait("collection", slug) for slug in collections.get(row.product_id, [])]
        row.traits = sorted({*row.traits, *own})
    upsert(rows, key="product_id", without=["search"], alias=database_of("catalog"))
    engine().index(ids)


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.product_id].append(row)
    return groups


def _ratings(product_ids: Collection[UUID]) -> dict[UUID, tuple[Decimal, int]]:
    rows = (
        Review.objects.filter(product__in=product_ids, status=ReviewStatus.PUBLISHED)
        .values_list("product_id")
        .annotate(average=Avg("rating"), count=Count("id"))
    )
    return {
        product_id: (Decimal(str(average)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), count)
        for product_id, average, count in rows
    }
