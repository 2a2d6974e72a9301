"""What search engines read first."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from domains.catalog import services as catalog
from domains.catalog.types import Category, ProductFilters

_PAGES = 20
_HIDDEN = ("/account", "/cart", "/checkout", "/orders/", "/search", "/api/", "/admin/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but what is personal."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in _HIDDEN)]
    text = "\n".join([*rules, f"Sitemap: {settings.SITE_URL.rstrip('/')}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_page(3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every category and the newest two thousand products."""
    context = {
        "site": settings.SITE_URL.rstrip("/"),
        "categories": list(_all(catalog.get_category_tree())),
        "products": list(_newest_slugs()),
    }
    return render(request, "storefront/sitemap.xml", context, content_type="application/xml")


def _all(categories: tuple[Category, ...]) -> Iterator[Category]:
    for category in categories:
        yield category
        yield from _all(category.children)


def _newest_slugs() -> Iterator[str]:
    cursor: str | None = None
    for _ in range(_PAGES):
        page = catalog.list_products(ProductFilters(), cursor=cursor, page_size=100)
        yield from (card.slug for card in page)
        cursor = page.next
        if cursor is None:
            return
