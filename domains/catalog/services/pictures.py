"""Smaller copies of the pictures that merchandisers uploaded and imports fetched."""

from collections.abc import Mapping
from uuid import UUID

import structlog

from domains.catalog import remembering, uploads
from domains.catalog.errors import PictureRefused
from domains.catalog.models import Media
from domains.catalog.refresh import lock_products, refresh
from domains.kernel.transactions import durable, stepwise

log = structlog.get_logger(__name__)

_AT_ONCE = 20
_ROUNDS = 10


@stepwise
def make_picture_sizes(*, only: UUID | None = None) -> int:
    """Every picture that has none has its smaller copies, or those of one product: how many were made.

    A picture that cannot be read is shown as it is. What is left after two hundred is the next round's.
    """
    made = 0
    for _ in range(_ROUNDS):
        waiting = Media.objects.filter(sizes__isnull=True)
        if only is not None:
            waiting = waiting.filter(product=only)
        urls = list(waiting.order_by("id").values_list("url", flat=True)[:_AT_ONCE])
        if not urls:
            break
        sizes = {url: _sizes_of(url) for url in urls}
        _keep(sizes)
        made += sum(one is not None for one in sizes.values())
    return made


def _sizes_of(url: str) -> uploads.Sizes | None:
    name = uploads.name_of(url)
    if name is None:
        return None
    try:
        return uploads.make_sizes(name)
    except PictureRefused as refused:
        log.warning("a picture has no smaller copies", url=url, reason=refused.detail)
        return None


@durable
def _keep(sizes: Mapping[str, uploads.Sizes | None]) -> None:
    """Whoever shows one of these pictures shows its copies from now on."""
    showing = set(Media.objects.filter(url__in=sizes).values_list("product_id", flat=True))
    lock_products(showing)
    rows = list(Media.objects.filter(url__in=sizes, sizes__isnull=True))
    for row in rows:
        found = sizes[row.url]
        row.sizes = {}
        if found is not None:
            row.width, row.height, row.thumbnail = found.width, found.height, found.thumbnail
            row.sizes = {str(width): url for width, url in found.by_width.items()}
    Media.objects.bulk_update(rows, ["width", "height", "thumbnail", "sizes"])
    refresh({row.product_id for row in rows})
    remembering.forget_after_commit()
