"""Where a product stands: categories and brands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domains.catalog.types.pictures import Picture
from domains.kernel.ids import CategoryId


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
