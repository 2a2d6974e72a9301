"""What machines read of a page: schema.org's words for a product and for where it stands."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.html import strip_tags

from domains.catalog.types import Product, Variant

_PICTURES = 4


def absolute(path: str) -> str:
    """The address with the shop's own host where it has none."""
    return iri_to_uri(settings.SITE_URL.rstrip("/") + path if path.startswith("/") else path)


def of_product(shown: Product, variant: Variant | None) -> dict[str, Any]:
    """schema.org/Product."""
    url = absolute(f"/products/{shown.slug}")
    paid = (variant.sale_price or variant.price) if variant else (shown.sale_price or shown.price)
    in_stock = variant.in_stock if variant else shown.in_stock
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": shown.name,
        "sku": variant.sku if variant else shown.sku,
        "description": " ".join(strip_tags(shown.description).split()),
        "image": [absolute(one.url) for one in shown.media[:_PICTURES]],
        "url": url,
        "offers": {
            "@type": "Offer",
            "price": str(paid.amount),
            "priceCurrency": paid.currency,
            "availability": f"https://schema.org/{'InStock' if in_stock else 'OutOfStock'}",
            "url": url,
        },
    }
    if variant and variant.sale_until:
        data["offers"]["priceValidUntil"] = variant.sale_until.isoformat()
    if shown.brand:
        data["brand"] = {"@type": "Brand", "name": shown.brand}
    if shown.rating.count:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(shown.rating.average),
            "reviewCount": shown.rating.count,
        }
    return data


def of_trail(breadcrumb: Iterable[tuple[str, str]], *last: tuple[str, str]) -> dict[str, Any]:
    """schema.org/BreadcrumbList: the front page, the categories as (slug, name), then (path, name) pairs."""
    categories = [(f"/categories/{slug}", name) for slug, name in breadcrumb]
    steps = [("/", "Home"), *categories, *last]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (path, name) in enumerate(steps, start=1)
        ],
    }
