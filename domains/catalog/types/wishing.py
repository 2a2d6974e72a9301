"""What somebody would like to have, and what they wait for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domains.catalog.types.listing import ProductCard
from domains.kernel.ids import ProductId, UserId, VariantId


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


@dataclass(frozen=True, slots=True)
class StockRequest:
    """An address that waits for a variant until `told_at`; `stops_all`: its other requests are meant too."""

    token: str
    variant_id: VariantId
    name: str
    product_slug: str
    sku: str
    attributes: Mapping[str, str]
    email: str
    told_at: datetime | None
    stops_all: bool
