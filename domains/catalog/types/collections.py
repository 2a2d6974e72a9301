"""Collections, and the rules by which products get into them."""

from dataclasses import dataclass
from enum import StrEnum

from domains.catalog.types.listing import ProductCard


class Match(StrEnum):
    """How many of a rule's conditions a product has to meet."""

    ALL = "all"
    ANY = "any"


class Subject(StrEnum):
    """What a condition looks at. `AGE` counts the days since the product appeared."""

    CATEGORY = "category"
    BRAND = "brand"
    VENDOR = "vendor"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    PRICE = "price"
    RATING = "rating"
    ON_SALE = "on_sale"
    IN_STOCK = "in_stock"
    AGE = "age"


class Relation(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a product has to be, e.g. a price of at most 50.

    `value` is text: a slug or name, a number, or yes and no. `name` is that of the attribute looked at.
    A category includes what stands below it; a price is what is paid.
    """

    subject: Subject
    relation: Relation
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CollectionRule:
    """Whatever meets all, or any, of these conditions is in the collection."""

    match: Match
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Products under one name, picked by hand or by a rule; `product_count` counts the public ones."""

    slug: str
    name: str
    description: str
    product_count: int
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class RulePreview:
    """How many public products meet a rule now, and the newest of them; of very many there are `more`."""

    total: int
    products: tuple[ProductCard, ...]
    more: bool = False
