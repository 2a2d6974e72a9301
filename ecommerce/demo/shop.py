"""What the demo shop is made of: plain values, in the order in which a catalogue is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoBrand:
    slug: str
    name: str
    country: str  # ISO 3166 alpha-2
    story: str


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """`attributes_schema` is a JSON Schema of its own properties; those of its ancestors hold as well."""

    slug: str
    name: str
    parent: str | None
    position: int
    description: str
    attributes_schema: Mapping[str, Any]
    illustration: str  # kinds, then colours with the wall first: "kettle mug/dipped #dcd3c6 #2f4a3c"


@dataclass(frozen=True, slots=True)
class DemoColour:
    slug: str
    name: str
    code: str
    hexes: tuple[str, ...]  # the main one first


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """The arguments of `illustration.draw`, and its words for those who do not see it."""

    kind: str
    colours: tuple[str, ...]
    seed: int
    view: int
    alt: str
    colour: str  # the name of the colour option that it shows


@dataclass(frozen=True, slots=True)
class DemoVariant:
    """`stock` is units on hand by warehouse code; prices are US dollars."""

    sku: str
    options: Mapping[str, str]  # {"Colour": "Moss", "Size": "M"}; either may be absent
    colour: DemoColour
    price: Decimal
    sale_price: Decimal | None
    weight_g: int
    stock: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DemoReview:
    rating: int
    title: str
    text: str
    author: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """`kind` is what `illustration.draw` draws; `price` is the lowest of the variants."""

    sku: str
    slug: str
    name: str
    category: str
    brand: str
    kind: str
    summary: str  # one line for search results and meta description
    description: str  # HTML: paragraphs and lists
    attributes: Mapping[str, Any]
    tags: tuple[str, ...]
    price: Decimal
    sale_price: Decimal | None
    days_ago: int  # since it was published
    featured: bool
    variants: tuple[DemoVariant, ...]
    pictures: tuple[DemoPicture, ...]
    reviews: tuple[DemoReview, ...] = ()

    @property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """The choices in their order: {"Colour": ("Moss", "Ink"), "Size": ("S", "M")}."""
        choices: dict[str, dict[str, None]] = {}
        for variant in self.variants:
            for name, value in variant.options.items():
                choices.setdefault(name, {})[value] = None
        return {name: tuple(values) for name, values in choices.items()}

    @property
    def colours(self) -> Mapping[str, str]:
        """The swatch of each colour: {"Moss": "#5b6b46"}."""
        return {variant.colour.name: variant.colour.hexes[0] for variant in self.variants}


@dataclass(frozen=True, slots=True)
class DemoCollection:
    slug: str
    name: str
    description: str
    products: tuple[str, ...] = ()  # product slugs, in order
    conditions: tuple[tuple[str, str, str], ...] = ()  # instead of products: ("price", "at_most", "50")


@dataclass(frozen=True, slots=True)
class DemoSynonym:
    """Words that mean the same, or what is searched `instead` of them."""

    words: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoWarehouse:
    code: str
    name: str
    line1: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoPromise:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoEditorial:
    category: str
    title: str
    text: str
    action: str


@dataclass(frozen=True, slots=True)
class DemoHome:
    headline: str
    lead: str
    action: str
    action_collection: str
    promises: tuple[DemoPromise, ...]
    editorials: tuple[DemoEditorial, ...]


@dataclass(frozen=True, slots=True)
class DemoShop:
    name: str
    tagline: str
    about: str
    currency: str
    home: DemoHome
    warehouses: tuple[DemoWarehouse, ...]
    brands: tuple[DemoBrand, ...]
    categories: tuple[DemoCategory, ...]  # parents before their children
    products: tuple[DemoProduct, ...]
    collections: tuple[DemoCollection, ...] = field(default=())
    synonyms: tuple[DemoSynonym, ...] = field(default=())
