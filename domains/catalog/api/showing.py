"""Goods as JSON, by hand: what the serializers of the same names describe, at a tenth of their cost.

Lists and products are read far more often than anything else; a test holds both to the same answer.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.encoding import iri_to_uri
from rest_framework.request import Request

from domains.catalog.types import CategoryRef, Picture, Product, ProductCard, Variant
from domains.kernel.money import Money

Row = dict[str, Any]


def site_of(request: Request) -> str:
    """Scheme and host, before every address that begins with a slash."""
    return f"{request.scheme}://{request.get_host()}"


def card_rows(cards: Iterable[ProductCard], request: Request) -> list[Row]:
    """Cards as rows of a list."""
    site = site_of(request)
    return [card_row(card, site) for card in cards]


def card_row(card: ProductCard, site: str) -> Row:
    """As ProductCardSerializer describes it."""
    return {
        "id": card.id,
        "sku": card.sku,
        "slug": card.slug,
        "name": card.name,
        "brand": card.brand,
        "category": card.category,
        "price": _money(card.price),
        "sale_price": _money(card.sale_price),
        "lowest_price_30_days": _money(card.lowest_price_30_days),
        "currency": card.price.currency,
        "in_stock": card.in_stock,
        "rating": _rating(card),
        "image": _picture(card.image, site),
        "default_variant_id": card.default_variant_id,
        "variant_count": card.variant_count,
        "colours": list(card.colours),
    }


def product_body(product: Product, request: Request) -> Row:
    """As ProductSerializer describes it."""
    site = site_of(request)
    return {
        "id": product.id,
        "sku": product.sku,
        "slug": product.slug,
        "name": product.name,
        "description": product.description,
        "brand": product.brand,
        "vendor": product.vendor,
        "category": category_body(product.category) if product.category else None,
        "price": _money(product.price),
        "sale_price": _money(product.sale_price),
        "lowest_price_30_days": _money(product.lowest_price_30_days),
        "currency": product.price.currency,
        "in_stock": product.in_stock,
        "rating": _rating(product),
        "variants": [_variant(one, site) for one in product.variants],
        "options": [{"name": name, "values": list(values)} for name, values in product.options],
        "attributes": dict(product.attributes),
        "media": [_media(one, site) for one in product.media],
        "seo": {"title": product.seo_title, "description": product.seo_description},
        "status": product.status.value,
        "visibility": product.visibility.value,
        "tags": list(product.tags),
        "collections": list(product.collections),
        "default_variant_id": product.default_variant_id,
        "published_at": _time(product.published_at),
        "created_at": _time(product.created_at),
        "updated_at": _time(product.updated_at),
    }


def _variant(variant: Variant, site: str) -> Row:
    return {
        "id": variant.id,
        "sku": variant.sku,
        "attributes": dict(variant.attributes),
        "price": _money(variant.price),
        "sale_price": _money(variant.sale_price),
        "lowest_price_30_days": _money(variant.lowest_price_30_days),
        "other_prices": [
            {
                "price": _money(one.price),
                "sale_price": _money(one.sale_price),
                "lowest_price_30_days": _money(one.lowest_price_30_days),
            }
            for one in variant.other_prices
        ],
        "sale_until": _time(variant.sale_until) if variant.sale_until else None,
        "in_stock": variant.in_stock,
        "available": variant.available,
        "grams": variant.grams,
        "swatch": variant.swatch,
        "image": _picture(variant.picture, site),
    }


def category_body(category: CategoryRef) -> Row:
    """As CategoryRefSerializer describes it."""
    return {
        "id": category.id,
        "slug": category.slug,
        "name": category.name,
        "path": category.path,
        "breadcrumb": [{"slug": slug, "name": name} for slug, name in category.breadcrumb],
    }


def _media(picture: Picture, site: str) -> Row:
    return {
        "url": _address(picture.url, site),
        "alt": picture.alt,
        "type": "image",
        "position": picture.position,
        "shows": picture.shows,
        "width": picture.width or None,
        "height": picture.height or None,
        "thumbnails": {
            str(width): _address(url, site)
            for width, url in picture.sizes or ((640, picture.thumbnail or picture.url),)
        },
    }


def _picture(picture: Picture | None, site: str) -> Row | None:
    return None if picture is None else {"url": _address(picture.url, site), "alt": picture.alt}


def _rating(rated: ProductCard | Product) -> Row:
    return {"average": float(rated.rating.average), "count": rated.rating.count}


def _money(money: Money | None) -> Row | None:
    return None if money is None else {"amount": str(money.amount), "currency": money.currency}


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _address(url: str, site: str) -> str:
    whole = site + url if url.startswith("/") else url
    return whole if whole.isascii() else iri_to_uri(whole)
