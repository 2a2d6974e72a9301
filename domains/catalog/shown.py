"""What shoppers are shown of a product: the pictures of its variants, and its read row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from domains.catalog.currencies import Offer, offers
from domains.catalog.models import BUCKETS, Brand, Category, Media, Product, ProductRow, Variant
from domains.catalog.narrowing import attribute_trait, trait
from domains.catalog.timing import is_reduced_at, next_change
from domains.catalog.types import ProductStatus, Visibility
from domains.kernel import clock

_COLOURS = 8
# By longer texts nobody narrows a list, and an index takes 2,700 bytes of one.
_LONGEST_TRAIT = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A product with its brand and category, the variants that can be bought and the pictures, in order."""

    product: Product
    brand: Brand | None
    category: Category | None
    variants: Sequence[Variant]
    media: Sequence[Media]


def pictures_of(shown: Shown) -> Iterator[tuple[Variant, dict[str, str] | None]]:
    """Each variant that has to carry another picture: the one that shows it, so that a cart asks once."""
    for variant in shown.variants:
        picture = _as_json(_picture_of(variant, shown.media))
        if variant.picture != picture:
            yield variant, picture


def _picture_of(variant: Variant, media: Sequence[Media]) -> Media | None:
    values = set(variant.attributes.values())
    return next((one for one in media if one.shows in values), media[0] if media else None)


def _as_json(media: Media | None) -> dict[str, Any] | None:
    if media is None:
        return None
    said = {"url": media.url, "alt": media.alt, "shows": media.shows, "thumbnail": media.thumbnail}
    if not media.sizes:
        return said
    sizes = [list(pair) for pair in media.by_width()]
    return {**said, "width": media.width, "height": media.height, "sizes": sizes}


def row_of(shown: Shown, rating: tuple[Decimal, int]) -> ProductRow:
    """The row as it is now, without its collections; `rating` is the average and how many rated."""
    product, variants, media, now = shown.product, shown.variants, shown.media, clock.now()
    cheapest = _cheapest(now, variants)
    own = next(iter(cheapest.values()), Offer(settings.DEFAULT_CURRENCY, Decimal(0), None, None))
    own = cheapest.pop(settings.DEFAULT_CURRENCY, own)
    in_stock = [variant for variant in variants if variant.available > 0]
    default = next(iter(in_stock or variants), None)
    attributes = _attributes(product, variants)
    return ProductRow(
        product_id=product.id,
        listed=product.status == ProductStatus.ACTIVE
        and product.visibility == Visibility.PUBLIC
        and product.published_at <= now
        and bool(variants),
        sku=variants[0].sku if variants else "",
        slug=product.slug,
        name=product.name,
        brand=shown.brand.name if shown.brand else "",
        brand_slug=shown.brand.slug if shown.brand else "",
        category_slug=shown.category.slug if shown.category else "",
        price=own.price,
        sale_price=own.sale_price,
        paid=own.paid,
        currency=own.currency,
        lowest_before=own.lowest_before,
        other_prices={currency: one.as_stored() for currency, one in cheapest.items()},
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
        traits=sorted({*_traits(shown, attributes), *(trait("currency", one) for one in cheapest)}),
        words=_words(shown),
        # The last bits of an id are random.
        bucket=product.id.int % BUCKETS,
    )


def _cheapest(moment: datetime, variants: Sequence[Variant]) -> dict[str, Offer]:
    """What is asked for the cheapest variant in each currency, the variants' own first."""
    found: dict[str, Offer] = {}
    for variant in variants:
        reduced = is_reduced_at(moment, variant)
        for said in offers(variant):
            one = said if reduced and said.sale_price is not None else said.at_regular_price()
            if one.currency not in found or one.paid < found[one.currency].paid:
                found[one.currency] = one
    return found


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


def _traits(shown: Shown, attributes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for slug in shown.category.slugs if shown.category else ():
        yield trait("category", slug)
    if shown.brand:
        yield trait("brand", shown.brand.slug)
    if shown.product.vendor:
        yield trait("vendor", shown.product.vendor)
    yield from (trait("tag", tag) for tag in shown.product.tags)
    for name, values in attributes.items():
        own = (attribute_trait(name, value) for value in values)
        yield from (one for one in own if len(one) <= _LONGEST_TRAIT)


def _words(shown: Shown) -> str:
    """What a shopper may have typed, for finding in spite of typos."""
    brand = shown.brand.name if shown.brand else shown.product.vendor
    category = shown.category.name if shown.category else ""
    return " ".join(filter(None, [shown.product.name, brand, category, *shown.product.tags]))
