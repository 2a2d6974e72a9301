"""Wishlists, and the links under which they are shown."""

from uuid import UUID

from domains.catalog import wishes
from domains.catalog.models import Wish as WishRecord
from domains.catalog.models import WishlistLink as LinkRecord
from domains.catalog.types import Wish, WishlistLink
from domains.kernel.ids import ProductId, UserId
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page
from domains.kernel.transactions import durable


@durable
def add_wish(user_id: UserId, *, product_id: UUID) -> None:
    """The product is on the person's wishlist; adding it twice is adding it once.

    Raises ProductNotFound, also for what is not in the shop, and WishlistFull.
    """
    wishes.add(user_id, product_id)


@durable
def remove_wish(user_id: UserId, *, product_id: UUID) -> None:
    """The product is not on the person's wishlist, whether or not it was."""
    WishRecord.objects.filter(user_id=user_id, product=product_id).delete()


def list_wishes(
    user_id: UserId, *, cursor: str | None = None, page_size: int = DEFAULT_PAGE_SIZE, currency: str = ""
) -> Page[Wish]:
    """What the person wishes for, newest first; two queries. Raises InvalidCursor, InvalidFilter.

    At prices in the currency; what has none in it is there at its own.
    """
    return wishes.page_of(user_id, cursor, page_size, currency=currency)


def get_wished_ids(user_id: UserId) -> frozenset[ProductId]:
    """Every product on the person's wishlist; one query."""
    rows = WishRecord.objects.filter(user_id=user_id).values_list("product_id", flat=True)
    return frozenset(ProductId(one) for one in rows)


@durable
def share_wishlist(user_id: UserId) -> WishlistLink:
    """The link under which everybody may read the list: the one that there is, else a new one."""
    return _to_link(wishes.link_of(user_id))


@durable
def unshare_wishlist(user_id: UserId) -> None:
    """Nobody can read the list by a link any more; a later link is another one."""
    LinkRecord.objects.filter(user_id=user_id).delete()


def find_wishlist_link(user_id: UserId) -> WishlistLink | None:
    """The list's link, where its owner shares it."""
    record = LinkRecord.objects.filter(user_id=user_id).first()
    return _to_link(record) if record else None


def get_wishlist_link(token: str) -> WishlistLink:
    """The link that this token opens, and whose list it is. Raises WishlistNotFound."""
    return _to_link(wishes.opened_by(token))


def _to_link(record: LinkRecord) -> WishlistLink:
    return WishlistLink(UserId(record.user_id), record.token, record.created_at)
