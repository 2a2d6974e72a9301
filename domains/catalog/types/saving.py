"""What is asked to be saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domains.catalog.types.pictures import Picture
from domains.catalog.types.products import OtherPrice, ProductStatus, Visibility
from domains.kernel.ids import ProductId, UserId, VariantId
from domains.kernel.money import Money


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant to be made or, by its SKU, changed.

    `price` is what is paid; a higher `compare_at` is the regular price, which is paid again before
    `sale_from` and from `sale_until` on, where these are given. `swatch` is #rrggbb. `other_prices` are
    those in other currencies; None leaves them as they are, and `all_other_prices` False those in
    currencies that are not named.
    """

    sku: str
    attributes: Mapping[str, str]
    price: Money
    compare_at: Money | None = None
    grams: int = 0
    barcode: str = ""
    swatch: str = ""
    requires_shipping: bool = True
    taxable: bool = True
    tax_class: str = "standard"
    sale_from: datetime | None = None
    sale_until: datetime | None = None
    other_prices: tuple[OtherPrice, ...] | None = None
    all_other_prices: bool = True


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be made or, by its slug, changed.

    `category` is a slug, `brand` a name. `pictures` are addresses; where there are none, pictures of
    `illustration` (a kind such as "shirt/check") are drawn in the colours of the variants' swatches.
    `published_at` None means now, or as it was; until a time to come nobody sees it. `all_variants` False
    leaves those that are not named as they are; else they are taken off sale.
    """

    slug: str
    name: str
    description: str
    category: str
    variants: tuple[NewVariant, ...]
    brand: str = ""
    vendor: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    illustration: str = ""
    status: ProductStatus = ProductStatus.ACTIVE
    visibility: Visibility = Visibility.PUBLIC
    seo_title: str = ""
    seo_description: str = ""
    all_variants: bool = True
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewReview:
    """An opinion to be added in bulk; a person has one a product."""

    product_id: ProductId
    user_id: UserId
    author: str
    rating: int
    title: str
    body: str
    verified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CountedVariant:
    """So many of one variant can be promised, as a file says."""

    variant_id: VariantId
    quantity: int
