"""What inventory says of stock, kept beside the goods for reading."""

from collections.abc import Mapping
from uuid import UUID

from domains.catalog.models import Variant
from domains.catalog.refresh import refresh

_BATCH = 1_000


def note_levels(levels: Mapping[UUID, int]) -> None:
    """Keep the figures; products of which something ran out or came back get fresh rows."""
    turned: set[UUID] = set()
    ids = sorted(levels)
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        changed = []
        for variant in Variant.objects.select_for_update().filter(id__in=part).order_by("id"):
            before, variant.available = variant.available, levels[variant.id]
            if variant.available != before:
                changed.append(variant)
            if (variant.available > 0) != (before > 0):
                turned.add(variant.product_id)
        Variant.objects.bulk_update(changed, ["available"], batch_size=_BATCH)
    refresh(turned)
