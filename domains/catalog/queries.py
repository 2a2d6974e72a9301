"""Rows to types: every mapping, and the reads that are more than one line."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from msgspec.json import decode

from domains.catalog import currencies, pictures
from domains.catalog.models import (
    Media,
    ProductRow,
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
from domains.catalog.timing import sale_price_at
from domains.catalog.types import (
    NewProduct,
    NewVariant,
    Picture,
    ProductCard,
    ProductStatus,
    Rating,
    Review,
    ReviewStatus,
    Variant,
    Visibility,
)
from domains.kernel import clock
from domains.kernel.ids import ProductId, UserId, VariantId
from domains.kernel.money import Money

CARD = (
    "product_id",
    "sku",
    "slug",
    "name",
    "brand",
    "category_slug",
    "price",
    "sale_price",
    "paid",
    "currency",
    "lowest_before",
    "in_stock",
    "rating",
    "rating_count",
    "popularity",
    "published_at",
    "image",
    "hover_image",
    "default_variant_id",
    "variant_count",
    "colours",
)


def to_card(row: Any) -> ProductCard:
    """A card, from its row of `cards_of` alone."""
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
        lowest_price_30_days=None if row.lowest_before is None else Money(row.lowest_before, row.currency),
    )


def to_picture(stored: Mapping[str, Any] | str | None) -> Picture | None:
    """A picture as a row keeps it, or as the database writes that."""
    if isinstance(stored, str):
        return _picture_in(stored)
    if not stored:
        return None
    known = dict(stored)
    if "sizes" in known:
        known["sizes"] = tuple((width, url) for width, url in known["sizes"])
    if pictures.is_drawn(known["url"]):
        known["url"] = pictures.versioned(known["url"])
        known["thumbnail"] = pictures.versioned(known.get("thumbnail", ""))
    return Picture(**known)


@lru_cache(maxsize=4_096)
def _picture_in(text: str) -> Picture | None:
    """Made once for many: the same goods stand first in most lists."""
    return to_picture(decode(text))


def to_variant(record: Any, options: Iterable[str]) -> Variant:
    """A variant of a product with these options, from its row or what has the same names."""
    sale = sale_price_at(clock.now(), record)
    lowest = None if sale is None else record.lowest_before
    return Variant(
        id=VariantId(record.id),
        sku=record.sku,
        attributes=in_order(record.attributes, options),
        price=Money(record.price, record.currency),
        sale_price=None if sale is None else Money(sale, record.currency),
        in_stock=record.available > 0,
        available=max(record.available, 0),
        picture=to_picture(record.picture),
        grams=record.grams,
        swatch=record.swatch,
        sale_until=None if sale is None else record.sale_until,
        other_prices=currencies.at(clock.now(), record, record.other_prices, record.other_lowest),
        lowest_price_30_days=None if lowest is None else Money(lowest, record.currency),
    )


def in_order(known: Mapping[str, str], options: Iterable[str]) -> dict[str, str]:
    """What is known in the order of the options, which JSON in the database does not keep."""
    return {name: known[name] for name in [*options, *sorted(known)] if name in known}


def is_public(product: ProductRecord) -> bool:
    """Whether whoever knows its address may see and buy it."""
    return is_open_to_all(product.status, product.visibility, product.published_at)


def is_open_to_all(status: str, visibility: str, published_at: datetime) -> bool:
    """Whether such a product may be seen and bought, at this moment, by whoever knows its address."""
    shown = status == ProductStatus.ACTIVE and visibility != Visibility.HIDDEN
    return shown and published_at <= clock.now()


def to_review(record: ReviewRecord) -> Review:
    return Review(
        id=record.id,
        user_id=UserId(record.user_id),
        author=record.author,
        rating=record.rating,
        title=record.title,
        body=record.body,
        verified=record.verified,
        created_at=record.created_at,
        helpful=record.helpful,
        unhelpful=record.unhelpful,
        status=ReviewStatus(record.status),
        reason=record.reason,
    )


def media_picture(record: Any) -> Picture:
    """A picture from its row, or from what has the same names."""
    return pictures.with_version(stored_picture(record))


def stored_picture(record: Any) -> Picture:
    return Picture(
        record.url,
        record.alt,
        record.position,
        record.shows,
        record.thumbnail,
        record.width,
        record.height,
        record.by_width(),
    )


def to_editable(record: ProductRecord) -> NewProduct:
    """The product as whoever saves it would say it; saving that changes nothing."""
    return as_saved(record, record.variants.filter(active=True), record.media.all())


def as_saved(record: ProductRecord, variants: Iterable[VariantRecord], media: Iterable[Media]) -> NewProduct:
    """The same of rows that were read before, in their order."""
    return NewProduct(
        slug=record.slug,
        name=record.name,
        description=record.description,
        category=record.category.slug if record.category else "",
        variants=tuple(to_new_variant(one, record.options) for one in variants),
        brand=record.brand.slug if record.brand else "",
        vendor=record.vendor,
        attributes=record.attributes,
        tags=tuple(record.tags),
        pictures=tuple(stored_picture(one) for one in media),
        illustration=record.illustration,
        status=ProductStatus(record.status),
        visibility=Visibility(record.visibility),
        seo_title=record.seo_title,
        seo_description=record.seo_description,
        published_at=record.published_at,
    )


def to_new_variant(record: VariantRecord, options: Iterable[str]) -> NewVariant:
    """The variant as whoever saves it would say it."""
    regular, sale = Money(record.price, record.currency), record.sale_price
    return NewVariant(
        sku=record.sku,
        attributes=in_order(record.attributes, options),
        price=regular if sale is None else Money(sale, record.currency),
        compare_at=None if sale is None else regular,
        sale_from=record.sale_from,
        sale_until=record.sale_until,
        grams=record.grams,
        barcode=record.barcode,
        swatch=record.swatch,
        requires_shipping=record.requires_shipping,
        taxable=record.taxable,
        tax_class=record.tax_class,
        other_prices=currencies.told(record.other_prices),
    )


def listed_rows() -> "QuerySet[ProductRow]":
    """The rows of public products."""
    return ProductRow.objects.filter(listed=True)


def cards_of(rows: "QuerySet[ProductRow]", *also: str) -> Any:
    """The rows with what `to_card` and a page's cursor need, and no more; they are no model instances."""
    return rows.values_list(*CARD, *also, named=True)


def card_columns(table: str) -> str:
    """The same, named in SQL, of the read row that is called so there."""
    return ", ".join(f"{table}.{column}" for column in CARD)
