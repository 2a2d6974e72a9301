"""Writes the read rows anew, in the transaction that changed what they tell of."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Avg, Count

from domains.catalog import freshness, membership
from domains.catalog.columns import write_variants
from domains.catalog.models import (
    BUCKETS,
    Media,
    Product,
    ProductRow,
    Review,
    ReviewStatus,
    Variant,
)
from domains.catalog.narrowing import attribute_trait, trait
from domains.catalog.search.engine import engine
from domains.catalog.timing import next_change, sale_price_at
from domains.catalog.types import ProductStatus, Visibility
from domains.kernel import clock

_BATCH = 500
_COLOURS = 8


def refresh(product_ids: Collection[UUID]) -> None:
    """Make the rows of these products say what the products say; nine queries for each 500."""
    wanted = sorted(set(product_ids))
    for start in range(0, len(wanted), _BATCH):
        _refresh_batch(wanted[start : start + _BATCH])
    freshness.products_changed(wanted)


def lock_products(product_ids: Collection[UUID]) -> None:
    """Whoever changes what a row tells of waits here, so that no row is made of what was before.

    Locks are taken in one order everywhere: products by id, then variants, then rows.
    """
    locked = Product.objects.select_for_update(no_key=True).filter(id__in=product_ids).order_by("id")
    list(locked.values_list("id"))


def _refresh_batch(product_ids: list[UUID]) -> None:
    lock_products(product_ids)
    products = list(
        Product.objects.filter(id__in=product_ids).select_related("brand", "category").order_by("id")
    )
    variants = _grouped(Variant.objects.filter(product__in=product_ids, active=True))
    media = _grouped(Media.objects.filter(product__in=product_ids))
    ratings = _ratings(product_ids)
    _place_pictures(variants, media)
    rows = [
        _row(
            product,
            variants.get(product.id, []),
            media.get(product.id, []),
            ratings.get(product.id, (Decimal(0), 0)),
        )
        for product in products
    ]
    collections = membership.place(rows)
    for row in rows:
        own = [trait("collection", slug) for slug in collections.get(row.product_id, [])]
        row.traits = sorted({*row.traits, *own})
    ProductRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=[
            field.name for field in ProductRow._meta.fields if field.name not in ("product", "search")
        ],
    )
    engine().index(product_ids)


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.product_id].append(row)
    return groups


def _ratings(product_ids: Collection[UUID]) -> dict[UUID, tuple[Decimal, int]]:
    rows = (
        Review.objects.filter(product__in=product_ids, status=ReviewStatus.PUBLISHED)
        .values_list("product_id")
        .annotate(average=Avg("rating"), count=Count("id"))
    )
    return {
        product_id: (Decimal(str(average)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), count)
        for product_id, average, count in rows
    }


def _place_pictures(variants: Mapping[UUID, list[Variant]], media: Mapping[UUID, list[Media]]) -> None:
    """Every variant carries the picture that shows it, so that a cart needs one query."""
    changed: dict[UUID, str | None] = {}
    for product_id, own in variants.items():
        for variant in own:
            picture = _as_json(_picture_of(variant, media.get(product_id, [])))
            if variant.picture != picture:
                variant.picture = picture
                changed[variant.id] = None if picture is None else json.dumps(picture)
    write_variants("picture", changed)


def _picture_of(variant: Variant, media: Sequence[Media]) -> Media | None:
    values = set(variant.attributes.values())
    return next((one for one in media if one.shows in values), media[0] if media else None)


def _as_json(media: Media | None) -> dict[str, str] | None:
    if media is None:
        return None
    return {"url": media.url, "alt": media.alt, "shows": media.shows, "thumbnail": media.thumbnail}


def _row(
    product: Product,
    variants: Sequence[Variant],
    media: Sequence[Media],
    rating: tuple[Decimal, int],
) -> ProductRow:
    now = clock.now()
    cheapest = min(variants, key=lambda variant: _paid(now, variant), default=None)
    in_stock = [variant for variant in variants if variant.available > 0]
    default = next(iter(in_stock or variants), None)
    attributes = _attributes(product, variants)
    return ProductRow(
        product=product,
        listed=product.status == ProductStatus.ACTIVE
        and product.visibility == Visibility.PUBLIC
        and product.published_at <= now
        and bool(variants),
        sku=variants[0].sku if variants else "",
        slug=product.slug,
        name=product.name,
        brand=product.brand.name if product.brand else "",
        brand_slug=product.brand.slug if product.brand else "",
        category_slug=product.category.slug if product.category else "",
        price=cheapest.price if cheapest else Decimal(0),
        sale_price=sale_price_at(now, cheapest) if cheapest else None,
        paid=_paid(now, cheapest) if cheapest else Decimal(0),
        currency=cheapest.currency if cheapest else settings.DEFAULT_CURRENCY,
        in_stock=bool(in_stock),
        rating=rating[0],
        rating_count=rating[1],
        popularity=product.sold,
        published_at=product.published_at,
        changes_at=next_change(now, product.published_at, variants),
        default_variant_id=default.id if default else None,
        variant_count=len(variants),
        image=_as_json(media[0] if media else None),
        hover_image=_as_json(media[1] if len(media) > 1 else None),
        colours=list(dict.fromkeys(one.swatch for one in variants if one.swatch))[:_COLOURS],
        attributes=attributes,
        traits=sorted(set(_traits(product, attributes))),
        words=_words(product),
        # The last bits of an id are random.
        bucket=product.id.int % BUCKETS,
    )


def _paid(moment: datetime, variant: Variant) -> Decimal:
    reduced = sale_price_at(moment, variant)
    return variant.price if reduced is None else reduced


def _attributes(product: Product, variants: Sequence[Variant]) -> dict[str, list[str]]:
    """The values of each attribute of the product and of each option of its variants."""
    found: dict[str, dict[str, None]] = {}
    for name, value in product.attributes.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str | int | float) and one != "":
                found.setdefault(name, {})[_text(one)] = None
    for variant in variants:
        for name, value in variant.attributes.items():
            found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def _text(value: str | int | float) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _traits(product: Product, attributes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for slug in product.category.slugs if product.category else ():
        yield trait("category", slug)
    if product.brand:
        yield trait("brand", product.brand.slug)
    if product.vendor:
        yield trait("vendor", product.vendor)
    yield from (trait("tag", tag) for tag in product.tags)
    for name, values in attributes.items():
        yield from (attribute_trait(name, value) for value in values)


def _words(product: Product) -> str:
    """What a shopper may have typed, for finding in spite of typos."""
    brand = product.brand.name if product.brand else product.vendor
    category = product.category.name if product.category else ""
    return " ".join(filter(None, [product.name, brand, category, *product.tags]))
