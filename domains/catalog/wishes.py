"""Wishlists: at most five hundred products a person, newest first."""

import secrets
from uuid import UUID

from domains.catalog import queries
from domains.catalog.cards import by_id
from domains.catalog.errors import ProductNotFound, WishlistFull, WishlistNotFound
from domains.catalog.models import Product, Wish, WishlistLink
from domains.catalog.types import Wish as WishedProduct
from domains.kernel.ids import ProductId
from domains.kernel.inserting import insert_once
from domains.kernel.keyset import keyset_page
from domains.kernel.pagination import Page
from domains.kernel.router import database_of

MOST = 500
_TOKEN_BYTES = 24


def add(user_id: UUID, product_id: UUID) -> None:
    """The product is on the list. Raises ProductNotFound, WishlistFull."""
    product = Product.objects.filter(id=product_id).first()
    if product is None or not queries.is_public(product):
        raise ProductNotFound
    if Wish.objects.filter(user_id=user_id).count() >= MOST and not _holds(user_id, product_id):
        raise WishlistFull
    insert_once(Wish(user_id=user_id, product=product), alias=database_of("catalog"))


def page_of(user_id: UUID, cursor: str | None, page_size: int, *, currency: str) -> Page[WishedProduct]:
    """What is on the list, what has left the shop without a card; two queries."""
    page = keyset_page(
        Wish.objects.filter(user_id=user_id).select_related("product"),
        ordering=("-created_at", "-id"),
        to_type=lambda record: record,
        cursor=cursor,
        page_size=page_size,
    )
    # What is shown only to whoever knows its address stays on the lists of those who do.
    shown = [record.product_id for record in page if queries.is_public(record.product)]
    cards = by_id(shown, currency=currency, unlisted=True)
    return page.map(
        lambda record: WishedProduct(
            product_id := ProductId(record.product_id),
            record.product.name,
            record.created_at,
            cards.get(product_id),
        )
    )


def link_of(user_id: UUID) -> WishlistLink:
    """The list's link, made by whoever asks first."""
    fresh = WishlistLink(user_id=user_id, token=secrets.token_urlsafe(_TOKEN_BYTES))
    insert_once(fresh, alias=database_of("catalog"))
    return WishlistLink.objects.get(user_id=user_id)


def opened_by(token: str) -> WishlistLink:
    """The link with this token. Raises WishlistNotFound."""
    link = WishlistLink.objects.filter(token=token).first() if token.isprintable() else None
    if link is None:
        raise WishlistNotFound
    return link


def _holds(user_id: UUID, product_id: UUID) -> bool:
    return Wish.objects.filter(user_id=user_id, product=product_id).exists()
