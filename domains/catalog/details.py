"""Everything a product page shows, in three statements: the product with its row, its variants, its media."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domains.catalog import queries, tree
from domains.catalog.errors import ProductMoved, ProductNotFound
from domains.catalog.models import Media, SlugRedirect
from domains.catalog.models import Product as ProductRecord
from domains.catalog.models import Variant as VariantRecord
from domains.catalog.types import Category, Product, ProductStatus, Rating, Variant, Visibility
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money

_PRODUCT = """
SELECT product.id, product.slug, product.name, product.description, product.vendor, product.attributes,
       product.options, product.tags, product.status, product.visibility, product.seo_title,
       product.seo_description, product.published_at, product.created_at, product.updated_at,
       shown.sku, shown.brand AS brand_name, shown.brand_slug, shown.price, shown.currency,
       shown.in_stock, shown.rating, shown.rating_count, shown.default_variant_id, shown.traits,
       category.path AS category_path
FROM catalog_product AS product
JOIN catalog_product_row AS shown ON shown.product_id = product.id
LEFT JOIN catalog_category AS category ON category.id = product.category_id
"""
_VARIANTS = """
SELECT id, sku, attributes, price, sale_price, sale_from, sale_until, lowest_before, currency, available,
       picture, grams, swatch, other_prices, other_lowest
FROM catalog_variant WHERE product_id = %s AND active ORDER BY position, id
"""
_MEDIA = """
SELECT id, url, alt, position, shows, thumbnail, width, height, sizes
FROM catalog_media WHERE product_id = %s ORDER BY position, id
"""


def read(id_or_slug: UUID | str, *, drafts: bool) -> Product:
    """The product. Raises ProductNotFound, ProductMoved."""
    product_id = _as_id(id_or_slug)
    if product_id is not None:
        found = ProductRecord.objects.raw(_PRODUCT + "WHERE product.id = %s", [product_id])
    elif not str(id_or_slug).isprintable():
        raise ProductNotFound
    else:
        found = ProductRecord.objects.raw(_PRODUCT + "WHERE product.slug = %s", [id_or_slug])
    record = next(iter(found), None)
    if record is None and product_id is None:
        _refuse_former(str(id_or_slug))
    if record is None or not (drafts or queries.is_public(record)):
        raise ProductNotFound
    return _to_product(record)


def _as_id(id_or_slug: UUID | str) -> UUID | None:
    if isinstance(id_or_slug, UUID):
        return id_or_slug
    try:
        return UUID(id_or_slug) if len(id_or_slug) == 36 else None
    except ValueError:
        return None


def _refuse_former(slug: str) -> None:
    """Raises ProductMoved when a public product had this address before."""
    former = SlugRedirect.objects.filter(slug=slug).select_related("product").first()
    if former is not None and queries.is_public(former.product):
        raise ProductMoved(slug=former.product.slug)


def _to_product(record: Any) -> Product:
    variants = tuple(
        queries.to_variant(one, record.options) for one in VariantRecord.objects.raw(_VARIANTS, [record.id])
    )
    # What a row says of prices may be some seconds behind the clock; what is asked for by name is not.
    cheapest = min(variants, key=lambda one: one.sale_price or one.price, default=None)
    category = tree.at(record.category_path) if record.category_path else None
    return Product(
        id=ProductId(record.id),
        sku=record.sku,
        slug=record.slug,
        name=record.name,
        description=record.description,
        brand=record.brand_name,
        vendor=record.vendor,
        category=tree.ref(category) if category else None,
        price=cheapest.price if cheapest else Money(record.price, record.currency),
        sale_price=cheapest.sale_price if cheapest else None,
        in_stock=record.in_stock,
        rating=Rating(record.rating, record.rating_count),
        variants=variants,
        options=_options_of(variants),
        attributes=_in_order(record.attributes, category),
        media=tuple(queries.media_picture(one) for one in Media.objects.raw(_MEDIA, [record.id])),
        tags=tuple(record.tags),
        status=ProductStatus(record.status),
        visibility=Visibility(record.visibility),
        seo_title=record.seo_title or record.name,
        seo_description=record.seo_description,
        created_at=record.created_at,
        updated_at=record.updated_at,
        published_at=record.published_at,
        brand_slug=record.brand_slug,
        collections=tuple(
            one.removeprefix("collection=") for one in record.traits if one.startswith("collection=")
        ),
        default_variant_id=VariantId(record.default_variant_id) if record.default_variant_id else None,
        lowest_price_30_days=cheapest.lowest_price_30_days if cheapest else None,
    )


def _in_order(attributes: Mapping[str, Any], category: Category | None) -> Mapping[str, Any]:
    """The attributes as the category's schema lists them, then the rest."""
    schema: Mapping[str, Any] = category.attributes_schema if category else {}
    names = [*schema.get("properties", {}), *sorted(attributes)]
    return {name: attributes[name] for name in names if name in attributes}


def _options_of(variants: tuple[Variant, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each option with its values, in the order of the variants."""
    options: dict[str, dict[str, None]] = {}
    for variant in variants:
        for name, value in variant.attributes.items():
            options.setdefault(name, {})[value] = None
    return tuple((name, tuple(values)) for name, values in options.items())
