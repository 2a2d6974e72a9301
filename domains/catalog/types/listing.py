"""What shoppers find: cards, filters, facets and suggestions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domains.catalog.types.pictures import Picture
from domains.catalog.types.products import Rating
from domains.catalog.types.shelves import CategoryRef
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money


class Ordering(StrEnum):
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"
    RATING = "rating"
    NAME = "name"
    BESTSELLING = "bestselling"


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as a row of a list. `price` is the regular price, `sale_price` what is paid instead.

    `lowest_price_30_days` is as that of a variant. `brand` is a name, `category` a slug, `colours` are
    #rrggbb.
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
    lowest_price_30_days: Money | None = None


@dataclass(frozen=True, slots=True)
class ComparedProduct:
    """A product beside others; `attributes` maps what a category calls them to values, options included."""

    card: ProductCard
    attributes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ProductFilters:
    """What a list or a search is narrowed to; attributes map a name to the accepted values.

    `category`, `brand`, `vendor`, `collection` and `tag` are slugs; names are taken for their slugs.
    Prices are compared with what is paid. A `currency` leaves what has a price in it, at that price.
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

    @property
    def narrow(self) -> bool:
        """Whether they leave out anything but what has no price in the currency."""
        return self != ProductFilters(currency=self.currency)


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

    Those of `pinned` stand first because a merchandiser said so, which is told to nobody but staff.

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
    pinned: tuple[ProductId, ...] = ()


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
