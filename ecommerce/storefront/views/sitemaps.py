"""Which pages there are, for search engines: an index, and files of at most fifty thousand addresses."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.http import require_safe

from domains.catalog import services as catalog
from domains.catalog.types import Category
from domains.kernel.ids import ProductId
from ecommerce.storefront.linked_data import absolute

# The most that the protocol allows in one file.
A_FILE = 50_000
_PAGES = ("/", "/about", "/help", "/privacy")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_Place = tuple[str, datetime | None]


@require_safe
@cache_page(3600)
def index(request: HttpRequest) -> HttpResponse:
    """The files that name every page."""
    parts = [f"/sitemap-products-{first}.xml" for first in catalog.list_address_parts(size=A_FILE)]
    return _answer("sitemapindex", "sitemap", ((path, None) for path in ("/sitemap-pages.xml", *parts)))


@require_safe
@cache_page(3600)
def pages(request: HttpRequest) -> HttpResponse:
    """The shop's own pages and every category."""
    categories = (f"/categories/{one.slug}" for one in _all(catalog.get_category_tree()))
    return _answer("urlset", "url", ((path, None) for path in (*_PAGES, *categories)))


@require_safe
@cache_control(public=True, max_age=3600)
def products(request: HttpRequest, first: UUID) -> HttpResponse:
    """The public products from this one on, with the time of their last change."""
    found = catalog.list_addresses(ProductId(first), size=A_FILE)
    return _answer("urlset", "url", ((f"/products/{one.slug}", one.changed_at) for one in found))


def _all(categories: tuple[Category, ...]) -> Iterator[Category]:
    for category in categories:
        yield category
        yield from _all(category.children)


def _answer(whole: str, entry: str, places: Iterable[_Place]) -> HttpResponse:
    entries = "\n".join(f"<{entry}>{_told(path, changed)}</{entry}>" for path, changed in places)
    text = f"{_HEAD}<{whole} {_SCHEMA}>\n{entries}\n</{whole}>\n"
    return HttpResponse(text, content_type="application/xml")


def _told(path: str, changed: datetime | None) -> str:
    since = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<loc>{escape(absolute(path))}</loc>{since}"
