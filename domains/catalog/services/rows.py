"""The read rows as a whole."""

from uuid import UUID

from domains.catalog.models import Product, ProductRow
from domains.catalog.refresh import lock_products, refresh
from domains.kernel.transactions import durable, stepwise

_BATCH = 500


@stepwise
def rebuild_rows() -> int:
    """Every read row written anew from its product: how many said something else before."""
    different, last = 0, UUID(int=0)
    while True:
        ids = list(Product.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_BATCH])
        if not ids:
            return different
        different += _rebuild(ids)
        last = ids[-1]


@durable
def _rebuild(product_ids: list[UUID]) -> int:
    lock_products(product_ids)
    rows = ProductRow.objects.filter(product__in=product_ids).order_by("product_id")
    before = list(rows.values())
    refresh(product_ids)
    known = {row["product_id"]: row for row in before}
    return sum(known.get(row["product_id"]) != row for row in rows.values())
