"""What sold lately counts for more: the index is asked what it holds, and only what differs is sent anew.

A sale changes no product, so nothing tells the index of it; at once would be a document for every line sold.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from domains.catalog.models import ProductRow, Purchase
from domains.catalog.search.elastic import indices
from domains.catalog.search.elastic.connection import client, guarded
from domains.kernel import clock

# Much longer than from one look to the next: what one of them missed is seen by a later one.
_LOOKED_AT = timedelta(days=2)
_BATCH = 1_000


def outdated() -> Iterator[list[UUID]]:
    """Public products that sold lately and whose popularity in the index is another, up to 1,000 at once.

    Raises what `connection.AWAY` names.
    """
    since = clock.now() - _LOOKED_AT
    sold = Purchase.objects.filter(folded=True, bought_at__gte=since).values_list("product_id", flat=True)
    every = list(sold.order_by("product_id").distinct())
    for start in range(0, len(every), _BATCH):
        if differing := _differing(every[start : start + _BATCH]):
            yield differing


def _differing(product_ids: Sequence[UUID]) -> list[UUID]:
    rows = ProductRow.objects.filter(product__in=product_ids, listed=True)
    ours = {str(one): popularity for one, popularity in rows.values_list("product_id", "popularity")}
    if not ours or not guarded(indices.searched):
        return []
    held = guarded(lambda: client().mget(index=indices.alias(), ids=[*ours], source_includes=["popularity"]))
    theirs = {one["_id"]: one["_source"]["popularity"] for one in held["docs"] if one.get("found")}
    return [UUID(one) for one, popularity in ours.items() if theirs.get(one) != popularity]
