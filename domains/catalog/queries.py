"""Rows to types: every mapping, and the reads that are more than one line."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from domains.catalog import pictures, tree
from domains.catalog.errors import ProductMoved, ProductNotFound
from domains.catalog.models import (
    Media,
    ProductRow,
    SlugRedirect,
)
from domains.catalog.models import (
    Product as ProductRecord,
)
from domains.catalog.models import (
    Review as ReviewRecord,
)
from domains.catalog.models import (
    Variant as VariantRecord,
)
from domains.catalog.types import (
    Category,
    NewProduct,
    NewVariant,
    Picture,
    Product,
    ProductCard,
    ProductStatus,
    Rating,
    Review,
    Variant,
    Visibility,
)
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.money import Money


def to_card(row: ProductRow) -> ProductCard:
    """A card, from its row alone."""
    return ProductCard(
        id=ProductId(row.product_id),
        sku=row.sku,
        slug=row.slug,
        name=row.name,
        brand=row.brand,
        category=row.category_slug,
        price=Money(row.price, row.currency),
        sale_price=None if row.sale_price is None else Money(row.sale_price, row.currency),
        in_stock=row.in_stock,
        rating=Rating(row.rating, row.rating_count),
        image=to_picture(row.image),
        hover_image=to_picture(row.hover_image),
        default_variant_id=VariantId(row.default_variant_id) if row.default_variant_id else None,
        variant_count=row.variant_count,
        colours=tuple(row.colours),
    )


def to_picture(stored: Mapping[str, Any] | None) -> Picture | None:
    """A picture as a row keeps it."""
    return pictures.with_version(Picture(**stored)) if stored else None


def to_variant(record: VariantRecord) -> Variant:
    """A variant with its product joined."""
    sale = record.sale_price
    return Variant(
        id=VariantId(record.id),
        sku=record.sku,
        attributes=options(record),
        price=Money(record.price, record.currency),
        sale_price=None if sale is None else Money(sale, record.currency),
        in_stock=record.available > 0,
        available=max(record.available, 0),
        picture=to_picture(record.picture),
        grams=record.grams,
        swatch=record.swatch,
    )


def options(record: VariantRecord) -> dict[str, str]:
    """The options of a variant with its product joined, in the product's order."""
    return in_order(record.attributes, record.product.options)


def in_order(known: Mapping[str, str], options: Iterable[str]) -> dict[str, str]:
    """What is known in the order of the options, which JSON in the database does not keep."""
    return {name: known[name] for name in [*options, *sorted(known)] if name in known}


def is_public(product: ProductRecord) -> bool:
    """Whether whoever knows its address may see and buy it."""
    return is_open_to_all(product.status, product.visibility)


def is_open_to_all(status: str, visibility: str) -> bool:
    """Whether such a product may be seen and bought by whoever knows its address."""
    return status == ProductStatus.ACTIVE and visibility != Visibility.HIDDEN


def to_review(record: ReviewRecord) -> Review:
    return Review(
        author=record.author,
        rating=record.rating,
        title=record.title,
        body=record.body,
        verified=record.verified,
        created_at=record.created_at,
    )


def find_product(id_or_slug: UUID | str, *, drafts: bool) -> ProductRecord:
    """The record with its row, brand and category joined. Raises ProductNotFound, ProductMoved."""
    records = ProductRecord.objects.select_related("row", "brand", "category")
    product_id = _as_id(id_or_slug)
    if product_id is not None:
        record = records.filter(id=product_id).first()
    elif not str(id_or_slug).isprintable():
        raise ProductNotFound
    else:
        record = records.filter(slug=id_or_slug).first()
        if record is None:
            _refuse_former(str(id_or_slug))
    if record is None or not (drafts or is_public(record)):
        raise ProductNotFound
    return record


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
    if former is not None and is_public(former.product):
        raise ProductMoved(slug=former.product.slug)


def to_product(record: ProductRecord) -> Product:
    """Everything a product page shows: two queries, and the remembered tree."""
    variants = tuple(to_variant(one) for one in record.variants.filter(active=True))
    category = tree.of_record(record.category) if record.category else None
    row = record.row
    return Product(
        id=ProductId(record.id),
        sku=row.sku,
        slug=record.slug,
        name=record.name,
        description=record.description,
        brand=row.brand,
        vendor=record.vendor,
        category=tree.ref(category) if category else None,
        price=Money(row.price, row.currency),
        sale_price=None if row.sale_price is None else Money(row.sale_price, row.currency),
        in_stock=row.in_stock,
        rating=Rating(row.rating, row.rating_count),
        variants=variants,
        options=options_of(variants),
        attributes=_in_order(record.attributes, category),
        media=tuple(media_picture(one) for one in record.media.all()),
        tags=tuple(record.tags),
        status=ProductStatus(record.status),
        visibility=Visibility(record.visibility),
        seo_title=record.seo_title or record.name,
        seo_description=record.seo_description,
        created_at=record.created_at,
        updated_at=record.updated_at,
        published_at=record.published_at,
        brand_slug=row.brand_slug,
        collections=tuple(
            one.removeprefix("collection=") for one in row.traits if one.startswith("collection=")
        ),
        default_variant_id=VariantId(row.default_variant_id) if row.default_variant_id else None,
    )


def _in_order(attributes: Mapping[str, Any], category: Category | None) -> Mapping[str, Any]:
    """The attributes as the category's schema lists them, then the rest."""
    schema: Mapping[str, Any] = category.attributes_schema if category else {}
    names = [*schema.get("properties", {}), *sorted(attributes)]
    return {name: attributes[name] for name in names if name in attributes}


def options_of(variants: tuple[Variant, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each option with its values, in the order of the variants."""
    options: dict[str, dict[str, None]] = {}
    for variant in variants:
        for name, value in variant.attributes.items():
            options.setdefault(name, {})[value] = None
    return tuple((name, tuple(values)) for name, values in options.items())


def media_picture(record: Media) -> Picture:
    return pictures.with_version(stored_picture(record))


def stored_picture(record: Media) -> Picture:
    return Picture(record.url, record.alt, record.position, record.shows, record.thumbnail)


def to_editable(record: ProductRecord) -> NewProduct:
    """The product as whoever saves it would say it; saving that changes nothing."""
    return NewProduct(
        slug=record.slug,
        name=record.name,
        description=record.description,
        category=record.category.slug if record.category else "",
        variants=tuple(to_new_variant(one) for one in record.variants.filter(active=True)),
        brand=record.brand.slug if record.brand else "",
        vendor=record.vendor,
        attributes=record.attributes,
        tags=tuple(record.tags),
        pictures=tuple(stored_picture(one) for one in record.media.all()),
        illustration=record.illustration,
        status=ProductStatus(record.status),
        visibility=Visibility(record.visibility),
        seo_title=record.seo_title,
        seo_description=record.seo_description,
        published_at=record.published_at,
    )


def to_new_variant(record: VariantRecord) -> NewVariant:
    regular, sale = Money(record.price, record.currency), record.sale_price
    return NewVariant(
        sku=record.sku,
        attributes=options(record),
        price=regular if sale is None else Money(sale, record.currency),
        compare_at=None if sale is None else regular,
        grams=record.grams,
        barcode=record.barcode,
        swatch=record.swatch,
        requires_shipping=record.requires_shipping,
        taxable=record.taxable,
        tax_class=record.tax_class,
    )


def listed_rows() -> "QuerySet[ProductRow]":
    """The rows of public products."""
    return ProductRow.objects.filter(listed=True).defer("search", "words", "attributes", "traits")
