"""Takes products out of the shop; orders and carts still know them."""

from collections.abc import Sequence

from domains.catalog import remembering
from domains.catalog.events import ProductArchived
from domains.catalog.models import Product
from domains.catalog.refresh import refresh
from domains.catalog.types import ProductStatus
from domains.kernel import bus, clock
from domains.kernel.ids import ProductId


def archive(products: Sequence[Product]) -> None:
    """These leave the shop; those that have left it are left alone. The rows are locked.

    Call in a transaction. Publishes ProductArchived for each.
    """
    leaving = [one for one in products if one.status != ProductStatus.ARCHIVED]
    if not leaving:
        return
    ids = [one.id for one in leaving]
    Product.objects.filter(id__in=ids).update(status=ProductStatus.ARCHIVED.value, updated_at=clock.now())
    refresh(ids)
    remembering.forget_after_commit()
    bus.publish(*(ProductArchived(product_id=ProductId(one.id), slug=one.slug) for one in leaving))
