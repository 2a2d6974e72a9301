"""Everything a product page shows, in one statement: the product with its row, its variants and its media."""

from collections import namedtuple
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import connections

from domains.catalog import queries, tree
from domains.catalog.errors import ProductMoved, ProductNotFound
from domains.catalog.models import SlugRedirect
from domains.catalog.types import Category, Product, ProductStatus, Rating, Variant, Visibility
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money
from domains.kernel.router import database_of

_COLUMNS = {
    "product": (
        "id",
        "slug",
        "name",
        "description",
        "vendor",
        "attributes",
        "options",
        "tags",
        "status",
        "visibility",
        "seo_title",
        "seo_description",
        "published_at",
        "created_at",
        "updated_at",
    ),
    "shown": (
        "sku",
        "brand",
        "brand_slug",
        "price",
        "currency",
        "in_stock",
        "rating",
        "rating_count",
        "default_variant_id",
        "traits",
    ),
}
# What belongs to the product comes as the text of JSON, so that one question is enough.
_PRODUCT = f"""
SELECT {", ".join(f"{table}.{column}" for table, columns in _COLUMNS.items() for column in columns)},
    category.path,
    (SELECT json_agg(one ORDER BY one.position, one.id)::text FROM (
        SELECT id, position, sku, attributes, price, sale_price, sale_from, sale_until, lowest_before,
               currency, available, picture, grams, swatch, other_prices, other_lowest
        FROM catalog_variant WHERE product_id = product.id AND active
    ) AS one),
    (SELECT json_agg(one ORDER BY one.position, one.id)::text FROM (
        SELECT id, url, alt, position, shows, thumbnail, width, height, sizes
        FROM catalog_media WHERE product_id = product.id
    ) AS one)
FROM catalog_product AS product
JOIN catalog_product_row AS shown ON shown.product_id = product.id
LEFT JOIN catalog_category AS category ON category.id = product.category_id
WHERE product.
"""  # noqa: S608  every name is ours
_BY_ID, _BY_SLUG = f"{_PRODUCT.rstrip()}id = %s", f"{_PRODUCT.rstrip()}slug = %s"
_ProductRow: Any = namedtuple(  # type: ignore[misc]
    "_ProductRow", [*_COLUMNS["product"], *_COLUMNS["shown"], "category_path", "variants", "media"]
)


class _VariantRow(msgspec.Struct):
    """A variant as `queries.to_variant` takes it."""

    id: UUID
    sku: str
    attributes: dict[str, Any]
    price: Decimal
    sale_price: Decimal | None
    sale_from: datetime | None
    sale_until: datetime | None
    lowest_before: Decimal | None
    currency: str
    available: int
    picture: Any
    grams: int | None
    swatch: str
    other_prices: dict[str, Any]
    other_lowest: dict[str, Any]


class _MediaRow(msgspec.Struct):
    """A picture as `queries.media_picture` takes it."""

    url: str
    alt: str
    position: int
    shows: str
    thumbnail: str
    width: int
    height: int
    sizes: dict[int, str] | None

    def by_width(self) -> tuple[tuple[int, str], ...]:
        """The smaller copies, the smallest first."""
        return tuple(sorted((self.sizes or {}).items()))


_variants_of = msgspec.json.Decoder(list[_VariantRow]).decode
_media_of = msgspec.json.Decoder(list[_MediaRow]).decode


def read(id_or_slug: UUID | str, *, drafts: bool) -> Product:
    """The product. Raises ProductNotFound, ProductMoved."""
    product_id = _as_id(id_or_slug)
    if product_id is not None:
        record = _row(_BY_ID, product_id)
    elif not str(id_or_slug).isprintable():
        raise ProductNotFound
    else:
        record = _row(_BY_SLUG, id_or_slug)
    if record is None and product_id is None:
        _refuse_former(str(id_or_slug))
    if record is None or not (drafts or queries.is_public(record)):
        raise ProductNotFound
    return _to_product(record)


def _row(statement: str, value: UUID | str) -> Any:
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement, [value])
        found = cursor.fetchone()
    return _ProductRow(*found) if found else None


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
    variants = tuple(queries.to_variant(one, record.options) for one in _variants_of(record.variants or "[]"))
    # What a row says of prices may be some seconds behind the clock; what is asked for by name is not.
    cheapest = min(variants, key=lambda one: one.sale_price or one.price, default=None)
    category = tree.at(record.category_path) if record.category_path else None
    return Product(
        id=ProductId(record.id),
        sku=record.sku,
        slug=record.slug,
        name=record.name,
        description=record.description,
        brand=record.brand,
        vendor=record.vendor,
        category=tree.ref(category) if category else None,
        price=cheapest.price if cheapest else Money(record.price, record.currency),
        sale_price=cheapest.sale_price if cheapest else None,
        in_stock=record.in_stock,
        rating=Rating(record.rating, record.rating_count),
        variants=variants,
        options=_options_of(variants),
        attributes=_in_order(msgspec.json.decode(record.attributes), category),
        media=tuple(queries.media_picture(one) for one in _media_of(record.media or "[]")),
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
