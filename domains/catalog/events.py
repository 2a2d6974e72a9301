"""What happened to goods."""

from domains.kernel.events import Event, event
from domains.kernel.ids import ProductId, VariantId


@event("catalog.product_changed.v1", stream="product_id")
class ProductChanged(Event):
    """A product was made or changed; its variants are as listed."""

    product_id: ProductId
    slug: str
    variant_ids: tuple[VariantId, ...]


@event("catalog.product_archived.v1", stream="product_id")
class ProductArchived(Event):
    """A product left the shop; orders keep their snapshots of it."""

    product_id: ProductId
    slug: str
