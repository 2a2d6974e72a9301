"""What inventory says of stock, kept beside the goods for reading."""

from collections.abc import Mapping
from uuid import UUID

from domains.catalog.columns import write_variants
from domains.catalog.models import Variant
from domains.catalog.refresh import lock_products, refresh
from domains.kernel.ids import VariantId

_BATCH = 1_000


def note_levels(levels: Mapping[VariantId, int]) -> None:
    """Keep the figures; products of which something ran out or came back get fresh rows."""
    turned: set[UUID] = set()
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
            if (now > 0) != (before > 0):
                turned.add(product_id)
        write_variants("available", changed)
    refresh(turned)
