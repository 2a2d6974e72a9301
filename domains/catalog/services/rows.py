"""The read rows as a whole."""

from uuid import UUID

from domains.catalog import invariants, remembering
from domains.catalog.models import Product, ProductRow, Variant
from domains.catalog.refresh import lock_products, refresh
from domains.catalog.saving import publish_changes
from domains.kernel import clock
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


@stepwise
def turn_due_rows() -> int:
    """Products appear and reductions begin and end that are due by now: how many rows were written anew.

    Publishes ProductChanged for each of these products.
    """
    turned = 0
    while count := _turn_some():
        turned += count
    return turned


@durable
def _turn_some() -> int:
    due = ProductRow.objects.filter(changes_at__lte=clock.now()).order_by("changes_at", "product_id")
    ids = list(due.values_list("product_id", flat=True)[:_BATCH])
    if not ids:
        return 0
    refresh(ids)
    remembering.forget_after_commit()
    variants: dict[UUID, list[Variant]] = {}
    for variant in Variant.objects.filter(product__in=ids, active=True):
        variants.setdefault(variant.product_id, []).append(variant)
    publish_changes(Product.objects.filter(id__in=ids).order_by("id"), variants)
    return len(ids)


@durable
def _rebuild(product_ids: list[UUID]) -> int:
    lock_products(product_ids)
    rows = ProductRow.objects.filter(product__in=product_ids).order_by("product_id")
    before = list(rows.values())
    refresh(product_ids)
    known = {row["product_id"]: row for row in before}
    return sum(known.get(row["product_id"]) != row for row in rows.values())
