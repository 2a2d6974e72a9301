"""What inventory says of stock, kept beside the goods for reading."""

from collections.abc import Mapping

from django.db import connections

from domains.catalog import freshness
from domains.catalog.refresh import lock_products, refresh_stock
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from domains.kernel.values import values

_BATCH = 2_000

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

_PRODUCTS = """
WITH fresh (id, available) AS ({fresh})
SELECT DISTINCT variant.product_id FROM catalog_variant AS variant JOIN fresh USING (id)
"""
_TURN = """
WITH fresh (id, available) AS ({fresh}), locked AS MATERIALIZED (
    SELECT variant.id, variant.product_id, variant.available AS before, fresh.available
    FROM catalog_variant AS variant JOIN fresh USING (id)
    WHERE variant.available <> fresh.available
    ORDER BY variant.id FOR NO KEY UPDATE OF variant
)
UPDATE catalog_variant AS variant SET available = locked.available
FROM locked WHERE variant.id = locked.id
RETURNING locked.product_id, locked.before, locked.available
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
    """Keep the figures; the rows of products of which something ran out or came back say so."""
    ids = sorted(levels)
    for start in range(0, len(ids), _BATCH):
        part = {variant_id: levels[variant_id] for variant_id in ids[start : start + _BATCH]}
        _turn_some(part)


def _turn_some(levels: Mapping[VariantId, int]) -> None:
    listed, given = values(list(levels.items()), "uuid", "int")
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_PRODUCTS.format(fresh=listed), given)
        lock_products([product_id for (product_id,) in cursor.fetchall()])
        cursor.execute(_TURN.format(fresh=listed), given)
        changed = cursor.fetchall()
    turned = {product_id for product_id, before, now in changed if (now > 0) != (before > 0)}
    freshness.products_changed({product_id for product_id, _, _ in changed}, lists=False)
    refresh_stock(turned)
