"""What somebody would like to have."""

from dataclasses import dataclass
from datetime import datetime

from domains.catalog.types.listing import ProductCard
from domains.kernel.ids import ProductId, UserId


@dataclass(frozen=True, slots=True)
class Wish:
    """A product on a wishlist; `card` is None while the product is not in the shop."""

    product_id: ProductId
    name: str
    added_at: datetime
    card: ProductCard | None


@dataclass(frozen=True, slots=True)
class WishlistLink:
    """The read-only link to somebody's list."""

    user_id: UserId
    token: str
    created_at: datetime
