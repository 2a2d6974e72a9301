"""The names under which answers tell of goods, and when these change."""

from collections.abc import Collection
from uuid import UUID

from domains.kernel import keeping
from domains.kernel.router import database_of

# Every list of products; the tree, brands and collections; every single product.
LISTS, SHELVES, ALL_PRODUCTS = "products", "shelves", "every-product"
KEYS_OF_LISTS = (LISTS, SHELVES)
_NAMED_AT_MOST = 100


def name_of(product_id: UUID) -> str:
    """What an answer about one product tells of."""
    return f"product-{product_id}"


def keys_of(product_id: UUID) -> tuple[str, ...]:
    """The names of what everything about one product tells of."""
    return name_of(product_id), ALL_PRODUCTS, SHELVES


def products_changed(product_ids: Collection[UUID], *, lists: bool = True) -> None:
    """Once the transaction is committed, what tells of these products is made anew, and lists with them.

    Not the `lists` where nothing changed that a list shows.
    """
    few = len(product_ids) <= _NAMED_AT_MOST
    names = [name_of(one) for one in product_ids] if few else [ALL_PRODUCTS]
    if product_ids:
        keeping.mark_changed([*names, LISTS] if lists else names, using=database_of("catalog"))


def shelves_changed() -> None:
    """Once the transaction is committed, whatever names a category, brand or collection is made anew."""
    keeping.mark_changed([SHELVES], using=database_of("catalog"))
