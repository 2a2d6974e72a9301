"""What inventory says of stock, kept beside the goods for reading."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connections

from domains.catalog import freshness
from domains.catalog.columns import write_variants
from domains.catalog.models import Variant
from domains.catalog.refresh import lock_products, refresh
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from domains.kernel.values import values

_BATCH = 1_000

# A read row says whether there is any, not how many: while that stays the same, so does the row,
# and no product is locked. What is left over ran out or came back.
_MOVE = """
WITH fresh (id, available) AS ({fresh}), other AS (
    SELECT variant.id, variant.product_id FROM catalog_variant AS variant JOIN fresh USING (id)
    WHERE variant.available <> fresh.available
), locked AS MATERIALIZED (
    SELECT variant.id, fresh.available FROM catalog_variant AS variant JOIN fresh USING (id)
    WHERE variant.available <> fresh.available AND (variant.available > 0) = (fresh.available > 0)
    ORDER BY variant.id FOR NO KEY UPDATE OF variant
), moved AS (
    UPDATE catalog_variant AS variant SET available = locked.available
    FROM locked WHERE variant.id = locked.id RETURNING variant.id
)
SELECT other.id, other.product_id, moved.id IS NOT NULL FROM other LEFT JOIN moved USING (id)
"""


def move(levels: Mapping[VariantId, int]) -> Mapping[VariantId, int]:
    """Keep the figures of what neither ran out nor came back: the levels that are left."""
    left: dict[VariantId, int] = {}
    rows = sorted(levels.items())
    for start in range(0, len(rows), _BATCH):
        fresh, given = values(rows[start : start + _BATCH], "uuid", "int")
        with connections[database_of("catalog")].cursor() as cursor:
            cursor.execute(_MOVE.format(fresh=fresh), given)
            other = cursor.fetchall()
        left |= {variant_id: levels[variant_id] for variant_id, _, moved in other if not moved}
        freshness.products_changed({product_id for _, product_id, moved in other if moved}, lists=False)
    return left


def turn(levels: Mapping[VariantId, int]) -> None:
    """Keep the figures; products of which something ran out or came back get fresh rows."""
    turned: set[UUID] = set()
    moved: set[UUID] = set()
    ids = sorted(levels)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        changed: dict[UUID, int] = {}
        variants = Variant.objects.filter(id__in=part)
        lock_products(set(variants.values_list("product_id", flat=True)))
        known = variants.select_for_update(no_key=True).order_by("id")
        for variant_id, product_id, before in known.values_list("id", "product_id", "available"):
            now = levels[VariantId(variant_id)]
            if now != before:
                changed[variant_id] = now
                moved.add(product_id)
            if (now > 0) != (before > 0):
                turned.add(product_id)
        write_variants("available", changed)
    freshness.products_changed(moved, lists=False)
    refresh(turned)
