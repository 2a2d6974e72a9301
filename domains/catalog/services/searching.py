"""Finding goods by their words."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace

from domains.catalog import remembering, tree
from domains.catalog.search import past
from domains.catalog.search.engine import engine
from domains.catalog.search.port import Search
from domains.catalog.search.wording import cleaned, words_of
from domains.catalog.types import CategoryRef, Ordering, ProductFilters, SearchResults, Suggestions
from domains.kernel.pagination import DEFAULT_PAGE_SIZE
from domains.kernel.transactions import durable

_CATEGORIES = 3
_QUERIES = 4
# Short, because anybody can ask for anything: what is kept must not fill the cache.
_FRESH_S = 30


def search_products(
    query: str,
    *,
    filters: ProductFilters | None = None,
    ordering: Ordering | None = None,
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> SearchResults:
    """A page of the public products that fit the words and the filters, with the total and facets.

    No words: everything that the filters leave, newest first. Nothing found because of a slip of the pen:
    what was meant, named in `corrected_query`. At most five queries. Raises InvalidFilter, InvalidCursor.
    """
    started = time.perf_counter()
    search = Search(cleaned(query), filters or ProductFilters(), ordering, cursor, page_size)
    name = hashlib.sha256(repr(search).encode()).hexdigest()
    found = remembering.remember(
        f"search:{name}",
        lambda: engine().search(search),
        seconds=_FRESH_S,
        of=(remembering.GOODS, remembering.FINDING),
    )
    return replace(found, took_ms=round((time.perf_counter() - started) * 1000))


def suggest_products(query: str, *, limit: int = 6) -> Suggestions:
    """What somebody who has typed so much may want: products, categories and searches of others."""
    words = words_of(cleaned(query))
    if not words:
        return Suggestions(products=(), categories=(), queries=())
    return Suggestions(
        products=engine().suggest(query, limit=limit),
        categories=tuple(_categories(words))[:_CATEGORIES],
        queries=past.beginning_with(query, limit=_QUERIES),
    )


@durable
def record_search(query: str, *, found: int) -> None:
    """Count a search and how many products it found: what is searched often is suggested to others."""
    past.count(query, found=found)


def _categories(words: tuple[str, ...]) -> Iterator[CategoryRef]:
    """Categories with products in whose names every word begins some word."""
    for category in tree.every():
        names = words_of(category.name)
        if category.product_count and all(any(name.startswith(word) for name in names) for word in words):
            yield tree.ref(category)
