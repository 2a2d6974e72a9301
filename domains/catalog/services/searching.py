"""Finding goods by their words."""

import hashlib
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from uuid import UUID

from domains.catalog import remembering, tree
from domains.catalog.narrowing import check_currency
from domains.catalog.search import past, tallies
from domains.catalog.search.engine import engine
from domains.catalog.search.port import Search
from domains.catalog.search.wording import cleaned, words_of
from domains.catalog.types import CategoryRef, Ordering, ProductFilters, SearchResults, Suggestions
from domains.kernel.pagination import DEFAULT_PAGE_SIZE
from domains.kernel.transactions import durable, stepwise

_CATEGORIES = 3
_QUERIES = 4
# Short, because anybody can ask for anything: what is kept must not fill the cache.
_FRESH_S = 30
_SUBJECTS = (remembering.GOODS, remembering.FINDING)
_RESULTS, _SUGGESTIONS = remembering.Packing(SearchResults), remembering.Packing(Suggestions)


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
    found = remembering.remember(
        f"search:{_name_of(search)}",
        lambda: engine().search(search),
        seconds=_FRESH_S,
        packing=_RESULTS,
        of=_SUBJECTS,
    )
    return replace(found, took_ms=round((time.perf_counter() - started) * 1000))


def suggest_products(query: str, *, limit: int = 6, currency: str = "") -> Suggestions:
    """What somebody who has typed so much may want: products, categories and searches of others.

    The products have a price in the currency, the shop's own where none is given. Raises InvalidFilter.
    """
    check_currency(currency)
    text = cleaned(query)
    words = words_of(text)
    if not words:
        return Suggestions(products=(), categories=(), queries=())
    return remembering.remember(
        f"suggestions:{_name_of((text, limit, currency))}",
        lambda: Suggestions(
            products=engine().suggest(text, limit=limit, currency=currency),
            categories=tuple(_categories(words))[:_CATEGORIES],
            queries=past.beginning_with(text, limit=_QUERIES),
        ),
        seconds=_FRESH_S,
        packing=_SUGGESTIONS,
        of=_SUBJECTS,
    )


@stepwise
def record_search(query: str, *, found: int, meant: str = "") -> None:
    """Count a search, how many products it found, and what its slip of the pen was taken for.

    It waits in Redis for `fold_searches`, then it is suggested to others and told in the report.
    """
    tallies.note_search(query, found=found, meant=meant)


@stepwise
def record_search_click(query: str) -> None:
    """A shopper opened a product that a search for the text found."""
    tallies.note_click(query)


@stepwise
def record_search_choice(cart_id: UUID, *, variant_id: UUID, query: str) -> None:
    """A variant of a product that a search for the text found went into the cart; forgotten after a week."""
    tallies.note_choice(cart_id, variant_id, query)


@stepwise
def record_search_purchase(cart_id: UUID, *, variant_ids: Collection[UUID]) -> None:
    """The cart was ordered: each of these variants counts for the search that it was found by, once."""
    tallies.note_purchase(cart_id, variant_ids)


@stepwise
def fold_searches() -> int:
    """How many searches by day were taken from Redis into the database; safe to repeat and to break off."""
    batch = tallies.take()
    if batch is None:
        return 0
    _write(batch)
    tallies.drop(batch)
    return len(batch.days)


@durable
def _write(batch: tallies.Batch) -> None:
    tallies.write(batch)


def _name_of(asked: object) -> str:
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _categories(words: tuple[str, ...]) -> Iterator[CategoryRef]:
    """Categories with products in whose names every word begins some word."""
    for category in tree.every():
        names = words_of(category.name)
        if category.product_count and all(any(name.startswith(word) for name in names) for word in words):
            yield tree.ref(category)
