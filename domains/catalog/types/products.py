"""What a product is: its states, pictures, variants and opinions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domains.catalog.types.pictures import Picture
from domains.catalog.types.shelves import CategoryRef
from domains.kernel.ids import ProductId, UserId, VariantId
from domains.kernel.money import Money


class ProductStatus(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    """Where an active product shows: everywhere, only by its address, or nowhere."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    HIDDEN = "hidden"


class ReviewStatus(StrEnum):
    """A review that is `pending` waits for somebody to read it; nobody but its author sees it until then."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"


class ReviewOrdering(StrEnum):
    NEWEST = "newest"
    HELPFUL = "helpful"


@dataclass(frozen=True, slots=True)
class Rating:
    average: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """What a variant costs in another currency: the regular price, and what is paid instead.

    `lowest_price_30_days` is as that of the variant.
    """

    price: Money
    sale_price: Money | None = None
    lowest_price_30_days: Money | None = None

    @property
    def paid(self) -> Money:
        """What one costs."""
        return self.price if self.sale_price is None else self.sale_price


@dataclass(frozen=True, slots=True)
class Variant:
    """One buyable form, e.g. `{"Size": "M", "Colour": "Moss"}`; a present reduction ends at `sale_until`.

    `lowest_price_30_days` is the least that was paid in the 30 days before the present reduction began; None
    where there is none or nothing was paid before it.
    """

    id: VariantId
    sku: str
    attributes: Mapping[str, str]
    price: Money
    sale_price: Money | None
    in_stock: bool
    available: int
    picture: Picture | None
    grams: int
    swatch: str = ""
    sale_until: datetime | None = None
    lowest_price_30_days: Money | None = None
    other_prices: tuple[OtherPrice, ...] = ()

    def in_currency(self, currency: str) -> "Variant | None":
        """The variant at its prices in that currency; None where it has none."""
        if self.price.currency == currency:
            return self
        for one in self.other_prices:
            if one.price.currency == currency:
                return replace(
                    self,
                    price=one.price,
                    sale_price=one.sale_price,
                    sale_until=self.sale_until if one.sale_price else None,
                    lowest_price_30_days=one.lowest_price_30_days,
                )
        return None


@dataclass(frozen=True, slots=True)
class Product:
    """Everything a product page shows. `description` is sanitised HTML."""

    id: ProductId
    sku: str
    slug: str
    name: str
    description: str
    brand: str
    vendor: str
    category: CategoryRef | None
    price: Money
    sale_price: Money | None
    in_stock: bool
    rating: Rating
    variants: tuple[Variant, ...]
    options: tuple[tuple[str, tuple[str, ...]], ...]
    attributes: Mapping[str, object]
    media: tuple[Picture, ...]
    tags: tuple[str, ...]
    status: ProductStatus
    visibility: Visibility
    seo_title: str
    seo_description: str
    created_at: datetime
    updated_at: datetime
    published_at: datetime
    brand_slug: str = ""
    collections: tuple[str, ...] = ()
    default_variant_id: VariantId | None = None
    lowest_price_30_days: Money | None = None


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where a public product is, and when it last changed."""

    slug: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SellableVariant:
    """A variant as a cart or an order needs it; `unit_price` is what one costs now."""

    id: VariantId
    product_id: ProductId
    product_slug: str
    name: str
    sku: str
    attributes: Mapping[str, str]
    regular_price: Money
    unit_price: Money
    picture: Picture | None
    grams: int
    requires_shipping: bool
    taxable: bool
    tax_class: str
    sellable: bool
    other_prices: tuple[OtherPrice, ...] = ()

    def in_currency(self, currency: str) -> "SellableVariant | None":
        """The variant at its prices in that currency; None where it has none."""
        if self.unit_price.currency == currency:
            return self
        for one in self.other_prices:
            if one.price.currency == currency:
                return replace(self, regular_price=one.price, unit_price=one.paid)
        return None


@dataclass(frozen=True, slots=True)
class Review:
    """One buyer's opinion; `verified` means that they bought it here, `helpful` how many it helped.

    `reason` is why staff rejected it.
    """

    id: UUID
    user_id: UserId
    author: str
    rating: int
    title: str
    body: str
    verified: bool
    created_at: datetime
    helpful: int
    unhelpful: int
    status: ReviewStatus
    reason: str
