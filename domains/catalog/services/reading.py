"""What there is to see."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from domains.catalog import (
    addresses,
    cards,
    details,
    freshness,
    listing,
    pictures,
    queries,
    sellables,
    shelving,
    tree,
    wording,
)
from domains.catalog.errors import CollectionNotFound, ProductNotFound
from domains.catalog.models import Product as ProductRecord
from domains.catalog.models import Review as ReviewRecord
from domains.catalog.models import ReviewVote
from domains.catalog.models import Variant as VariantRecord
from domains.catalog.types import (
    Brand,
    Category,
    ComparedProduct,
    NewProduct,
    Ordering,
    Picture,
    Product,
    ProductCard,
    ProductFilters,
    PublicAddress,
    Review,
    ReviewOrdering,
    ReviewStatus,
    SellableVariant,
)
from domains.catalog.types import Collection as ProductCollection
from domains.kernel.ids import ProductId, UserId, VariantId
from domains.kernel.keyset import keyset_page
from domains.kernel.pagination import DEFAULT_PAGE_SIZE, Page

_REVIEWS = {
    ReviewOrdering.NEWEST: ("-created_at", "-id"),
    ReviewOrdering.HELPFUL: ("-score", "-created_at", "-id"),
}


def list_products(
    filters: ProductFilters,
    *,
    ordering: Ordering = Ordering.NEWEST,
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> Page[ProductCard]:
    """A page of the public products that meet every filter; one query.

    Raises InvalidFilter, InvalidCursor.
    """
    window = listing.window_of(ordering, cursor=cursor, page_size=page_size)
    return listing.list_cards(filters, window)


def get_product(id_or_slug: UUID | str, *, drafts: bool = False) -> Product:
    """Everything a product page shows; at most five queries.

    Raises ProductMoved (with `slug`) for a former address and ProductNotFound, also for what is not public
    unless `drafts` are wanted.
    """
    return details.read(id_or_slug, drafts=drafts)


def get_editable(product_id: UUID) -> NewProduct:
    """The product, public or not, in the form that `change_product` takes. Raises ProductNotFound."""
    record = ProductRecord.objects.select_related("brand", "category").filter(id=product_id).first()
    if record is None:
        raise ProductNotFound
    return queries.to_editable(record)


def get_surrogate_keys(product_id: UUID | None = None) -> tuple[str, ...]:
    """The names of what a page of this product, or of lists of products, tells of: for `Surrogate-Key`."""
    return freshness.keys_of(product_id) if product_id else freshness.KEYS_OF_LISTS


def get_products(ids: Collection[ProductId], *, currency: str = "") -> Mapping[ProductId, ProductCard]:
    """The cards of the public ones among these products, in the order asked for; one query.

    At prices in the currency; what has none in it is there at its own. Raises InvalidFilter.
    """
    return cards.by_id(ids, currency=currency)


def get_products_by_slug(slugs: Collection[str], *, currency: str = "") -> Mapping[str, ProductCard]:
    """The cards of the public products at these addresses, in the order asked for; one query.

    At prices in the currency; what has none in it is there at its own. Raises InvalidFilter.
    """
    return cards.by_slug([slug for slug in slugs if slug.isprintable()], currency=currency)


def get_compared(product_ids: Collection[ProductId], *, currency: str = "") -> tuple[ComparedProduct, ...]:
    """The public ones among these products with their attributes, in the order asked for; one query.

    At prices in the currency; what has none in it is there at its own. Raises InvalidFilter.
    """
    rows = cards.rows_by_id(product_ids, currency=currency, also="attributes")
    found = {row.product_id: row for row in rows}
    return tuple(
        ComparedProduct(
            queries.to_card(found[one]),
            wording.named(found[one].category_slug, json.loads(found[one].also)),
        )
        for one in product_ids
        if one in found
    )


def get_variants(variant_ids: Collection[VariantId]) -> Mapping[VariantId, SellableVariant]:
    """The variants that exist, sellable or not; one query."""
    return {one.id: one for one in sellables.with_ids(variant_ids)}


def get_variants_by_sku(skus: Collection[str]) -> Mapping[str, SellableVariant]:
    """The variants with these SKUs; those that do not exist are left out. One query."""
    return {one.sku: one for one in sellables.with_skus(skus)}


def list_address_parts(*, size: int) -> tuple[ProductId, ...]:
    """The public products in parts of this size: the product that each part begins with; one query."""
    return addresses.first_of_parts(size)


def list_addresses(first: ProductId, *, size: int) -> tuple[PublicAddress, ...]:
    """Where at most so many public products are, from the first on in the order of their ids; one query."""
    return addresses.part(first, size)


def list_variant_ids(product_id: UUID) -> tuple[VariantId, ...]:
    """The product's variants in their order; empty when there is no such product."""
    rows = VariantRecord.objects.filter(product=product_id, active=True)
    return tuple(VariantId(one) for one in rows.values_list("id", flat=True))


def get_category_tree() -> tuple[Category, ...]:
    """The top categories with everything below them and the number of public products; remembered."""
    return tree.roots()


def get_category(slug: str) -> Category:
    """One category with what is below it. Raises CategoryNotFound."""
    return tree.find(slug)


def list_attributes(product: Product) -> tuple[tuple[str, str], ...]:
    """The product's attributes in words, as its category calls them: `Capacity`, `350 ml`."""
    return wording.describe(product)


def list_brands() -> tuple[Brand, ...]:
    """Every brand by name with the number of its public products; remembered."""
    return shelving.brands()


def list_collections() -> tuple[ProductCollection, ...]:
    """Every collection by name with the number of its public products; remembered."""
    return shelving.collections()


def get_collection(slug: str) -> ProductCollection:
    """One collection. Raises CollectionNotFound."""
    for one in list_collections():
        if one.slug == slug:
            return one
    raise CollectionNotFound(f"There is no collection {slug[:120]}.", slug=slug[:120])


def list_reviews(
    product_id: UUID,
    *,
    ordering: ReviewOrdering = ReviewOrdering.NEWEST,
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> Page[Review]:
    """The published reviews, newest or most helpful first; one query. Raises InvalidCursor."""
    return keyset_page(
        ReviewRecord.objects.filter(product=product_id, status=ReviewStatus.PUBLISHED),
        ordering=_REVIEWS[ordering],
        to_type=queries.to_review,
        cursor=cursor,
        page_size=page_size,
    )


def find_own_review(user_id: UserId, *, product_id: UUID) -> Review | None:
    """What the person wrote of the product, published or not; one query."""
    record = ReviewRecord.objects.filter(user_id=user_id, product=product_id).first()
    return queries.to_review(record) if record else None


def count_pending_reviews() -> int:
    """How many reviews wait for somebody to read them; one query."""
    return ReviewRecord.objects.filter(status=ReviewStatus.PENDING.value).count()


def get_review_votes(user_id: UserId, *, review_ids: Collection[UUID]) -> Mapping[UUID, bool]:
    """Which of these reviews the person voted on, and whether each helped them; one query."""
    votes = ReviewVote.objects.filter(user_id=user_id, review__in=review_ids)
    return dict(votes.values_list("review_id", "helpful"))


def get_drawn_picture(
    kind: str,
    *,
    colours: tuple[str, ...],
    seed: int,
    view: int,
    alt: str,
    position: int = 0,
    shows: str = "",
) -> Picture:
    """The picture of such a thing, e.g. "shirt/check"; `shows` names the option value that is in it."""
    picture = pictures.drawn(kind, colours, seed=seed, view=view, alt=alt, position=position, shows=shows)
    return replace(picture, url=pictures.versioned(picture.url))
