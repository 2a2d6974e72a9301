"""What was bought: written down with the order, counted later by whoever sweeps."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connections

from domains.catalog.models import Purchase
from domains.catalog.recommending import trends
from domains.kernel import clock
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.router import database_of
from domains.kernel.values import values

_NOTE = """
WITH wanted (id, quantity) AS ({wanted})
INSERT INTO catalog_purchase (reference_id, product_id, user_id, quantity, bought_at, folded)
SELECT %s::uuid, variant.product_id, %s::uuid, sum(wanted.quantity)::int, %s::timestamptz, false
FROM wanted JOIN catalog_variant AS variant USING (id)
GROUP BY variant.product_id ORDER BY variant.product_id
ON CONFLICT DO NOTHING
"""

# One folds at a time; the lock goes with the transaction, however that ends.
_ALONE = "SELECT pg_try_advisory_xact_lock(%s)"
_LOCK = 0x666F6C64

# Orders are counted whole, so that every pair in them is seen from both sides; a part that came later
# meets what was counted before. Products are locked before rows and both by id, as everywhere. Orders that
# are too wide to tell of pairs are left out before any pair is made: of 500 lines there are 250,000.
_FOLD = """
WITH waiting AS (
    SELECT DISTINCT reference_id FROM (
        SELECT reference_id FROM catalog_purchase WHERE NOT folded ORDER BY id LIMIT %(limit)s
    ) AS oldest
), fresh AS MATERIALIZED (
    SELECT id, reference_id, product_id, quantity, bought_at FROM catalog_purchase
    JOIN waiting USING (reference_id) WHERE NOT folded
), locked AS MATERIALIZED (
    SELECT product.id, bought.quantity FROM catalog_product AS product
    JOIN (SELECT product_id, sum(quantity)::int AS quantity FROM fresh GROUP BY product_id) AS bought
        ON bought.product_id = product.id
    ORDER BY product.id FOR NO KEY UPDATE OF product
), counted AS (
    UPDATE catalog_product AS product SET sold = sold + locked.quantity
    FROM locked WHERE product.id = locked.id
), shown AS (
    UPDATE catalog_product_row AS shown SET popularity = popularity + locked.quantity
    FROM locked WHERE shown.product_id = locked.id
), signs AS (
    SELECT product_id, 1 AS weight, bought_at AS at FROM fresh
), heated AS (
    {heating}
), telling AS (
    SELECT reference_id FROM catalog_purchase JOIN waiting USING (reference_id)
    GROUP BY reference_id HAVING count(*) BETWEEN 2 AND %(widest)s
), paired AS MATERIALIZED (
    SELECT reference_id, product_id FROM fresh JOIN telling USING (reference_id)
), pairs AS (
    SELECT paired.product_id AS one, other.product_id AS another, other.folded
    FROM paired JOIN catalog_purchase AS other USING (reference_id)
    WHERE other.product_id <> paired.product_id
), together AS (
    INSERT INTO catalog_companion (product_id, companion_id, orders)
    SELECT one, another, count(*) FROM (
        SELECT one, another FROM pairs UNION ALL SELECT another, one FROM pairs WHERE folded
    ) AS both_ways
    GROUP BY one, another ORDER BY one, another
    ON CONFLICT (product_id, companion_id)
    DO UPDATE SET orders = catalog_companion.orders + EXCLUDED.orders
)
UPDATE catalog_purchase AS purchase SET folded = true FROM fresh WHERE purchase.id = fresh.id
"""
_BATCH = 500
# Who buys so many different things at once does not choose them to go together.
WIDEST_ORDER = 40


def note(reference_id: UUID, quantities: Mapping[VariantId, int], user_id: UUID | None) -> None:
    """Write down what was bought, once a reference and product; one statement, no row is waited for."""
    wanted, given = values(list(quantities.items()), "uuid", "int")
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_NOTE.format(wanted=wanted), [*given, reference_id, user_id, clock.now()])


def last_of(user_id: UUID, limit: int) -> list[ProductId]:
    """The products that this person bought last, newest first."""
    rows = Purchase.objects.filter(user_id=user_id).order_by("-id").values_list("product_id", flat=True)
    return [ProductId(one) for one in dict.fromkeys(rows[: 4 * limit])][:limit]


def fold_some() -> int:
    """Count the oldest orders that nobody counted yet: how many purchases that were.

    0 also while somebody else is at it. Call it in a transaction: all of it is done, or none.
    """
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_ALONE, [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            _FOLD.format(heating=trends.heating("signs")), {"limit": _BATCH, "widest": WIDEST_ORDER}
        )
        return int(cursor.rowcount)
