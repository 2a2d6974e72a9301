"""What others know of goods."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import CategoryId, ProductId, UserId, VariantId
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


class Ordering(StrEnum):
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"
    RATING = "rating"
    NAME = "name"
    BESTSELLING = "bestselling"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its address; `alt` says what it shows.

    `shows` is the option value in it, such as a colour; empty when it stands for every variant.
    """

    url: str
    alt: str
    position: int = 0
    shows: str = ""
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    average: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class CategoryRef:
    """A category by name; `path` is its slugs from the root, `breadcrumb` the (slug, name) pairs."""

    id: CategoryId
    slug: str
    name: str
    path: str
    breadcrumb: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree with the number of public products in and below it."""

    id: CategoryId
    slug: str
    name: str
    path: str
    description: str
    picture: Picture | None
    product_count: int
    breadcrumb: tuple[tuple[str, str], ...]
    children: tuple["Category", ...] = ()
    attributes_schema: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brand:
    slug: str
    name: str
    product_count: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Hand-picked products under one name; `product_count` counts the public ones."""

    slug: str
    name: str
    description: str
    product_count: int


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as a row of a list. `price` is the regular price, `sale_price` what is paid instead.

    `brand` is a name, `category` a slug, `colours` are #rrggbb.
    """

    id: ProductId
    sku: str
    slug: str
    name: str
    brand: str
    category: str
    price: Money
    sale_price: Money | None
    in_stock: bool
    rating: Rating
    image: Picture | None
    hover_image: Picture | None
    default_variant_id: VariantId | None
    variant_count: int
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One buyable form, e.g. `{"Size": "M", "Colour": "Moss"}`; a present reduction ends at `sale_until`."""

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


@dataclass(frozen=True, slots=True)
class ProductFilters:
    """What a list or a search is narrowed to; attributes map a name to the accepted values.

    `category`, `brand`, `vendor`, `collection` and `tag` are slugs; names are taken for their slugs.
    Prices are compared with what is paid.
    """

    category: str = ""
    brand: tuple[str, ...] = ()
    vendor: str = ""
    collection: str = ""
    tag: str = ""
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None
    min_rating: Decimal | None = None
    on_sale: bool | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list, with how many products each value would leave."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a search found; `highlights` maps a product id to its name with <mark>s.

    Of very many products `total` and the facets are guesses from a part that was counted.
    """

    results: tuple[ProductCard, ...]
    total: int
    facets: tuple[Facet, ...]
    took_ms: int
    corrected_query: str = ""
    highlights: Mapping[ProductId, str] = field(default_factory=dict)
    next: str | None = None
    previous: str | None = None
    total_is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    products: tuple[ProductCard, ...]
    categories: tuple[CategoryRef, ...]
    queries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexedProducts:
    """So many products went into an index, up to and with the last; None when there were no more."""

    count: int
    last: ProductId | None


@dataclass(frozen=True, slots=True)
class Review:
    """One buyer's opinion; `verified` means that they bought it here."""

    author: str
    rating: int
    title: str
    body: str
    verified: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant to be made or, by its SKU, changed.

    `price` is what is paid; a higher `compare_at` is the regular price, which is paid again before
    `sale_from` and from `sale_until` on, where these are given. `swatch` is #rrggbb.
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
class LineProblem:
    """One line of an import that was left out: its number, field and the reason."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class CountedVariant:
    """So many of one variant, as a file says."""

    variant_id: VariantId
    quantity: int


class ImportStatus(StrEnum):
    """Waiting to begin, at work, through to the end, or given up because nothing could be read."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """An import on its way: `done` of `total` products.

    `problems` are the first thousand of `problem_count`.
    """

    id: UUID
    filename: str
    status: ImportStatus
    done: int
    total: int
    products_created: int
    products_updated: int
    variants: int
    pictures: int
    pictures_missing: int
    problem_count: int
    problems: tuple[LineProblem, ...]
    failure: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in (ImportStatus.FINISHED, ImportStatus.FAILED)
