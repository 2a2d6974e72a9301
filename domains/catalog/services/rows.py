"""The read rows as a whole."""

from uuid import UUID

from domains.catalog import invariants
from domains.catalog.models import Product, ProductRow
from domains.catalog.refresh import lock_products, refresh
from domains.kernel.auditing import audit
from domains.kernel.router import database_of
from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Violation

_BATCH = 500


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("catalog"), invariants.RULES, only=only, limit=limit)


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
