"""The search engine that is always there: PostgreSQL's full text, trigrams and arrays."""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import FloatField, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.utils.html import escape

from domains.catalog.models import ProductRow
from domains.catalog.narrowing import ORDERINGS, conditions
from domains.catalog.queries import cards_of, listed_rows, to_card
from domains.catalog.search import synonyms
from domains.catalog.search.asking import CONFIG, beginning_query, query_of, typed_query
from domains.catalog.search.facets import count_facets
from domains.catalog.search.indexing import index_text
from domains.catalog.search.meaning import Synonyms
from domains.catalog.search.port import Search
from domains.catalog.search.relevance import DEEPEST, cursor_of, start_of
from domains.catalog.search.spelling import corrected
from domains.catalog.search.text_query import TextQuery
from domains.catalog.search.wording import cleaned, words_of
from domains.catalog.types import Ordering, ProductCard, SearchResults
from domains.kernel.keyset import keyset_page
from domains.kernel.pagination import MAX_PAGE_SIZE, Page

FACETED = ("category", "brand", "price", "rating", "in_stock", "attr.")
_LIKELY = 300
# Characters that no name has: what stands between them is marked once the rest is escaped.
_START, _STOP = "\x02", "\x03"

# The weights are those of D, C, B and A; 1 has a long text count a little less. Measured: docs/search.md.
_RANK_SQL = "ts_rank('{{0.1, 0.3, 0.3, 1.0}}', catalog_product_row.search, {query}, 1)"
_RELEVANCE_SQL = """
({rank})
    * (1 + 0.08 * ln(catalog_product_row.popularity + 1))
    * CASE WHEN catalog_product_row.in_stock THEN 1 ELSE 0.7 END
"""
_MARKED_SQL = f"ts_headline('{CONFIG}'::regconfig, catalog_product_row.name, {{query}}, %s)"
_OPTIONS = f"StartSel='{_START}', StopSel='{_STOP}', HighlightAll=true"

_Hit = tuple[ProductCard, str]


class PostgresSearch:
    """At most five queries a search: the page, the facets, and three more when a word is misspelt."""

    def __init__(self, *, currency: str) -> None:
        self._currency = currency

    def index(self, product_ids: Collection[UUID]) -> None:
        index_text(product_ids)

    def note_stock(self, product_ids: Collection[UUID]) -> None:
        """Rows say themselves what there is."""

    def remove(self, product_ids: Collection[UUID]) -> None:
        ProductRow.objects.filter(product__in=product_ids).update(search=None)

    def search(self, search: Search) -> SearchResults:
        started = time.perf_counter()
        text, met = cleaned(search.text), conditions(search.filters)
        if text and not words_of(text):
            return SearchResults(results=(), total=0, facets=(), took_ms=0)
        known = synonyms.known()
        page, meant = _page(search, text, known, met), ""
        if not page.results and text and not search.cursor and (guess := corrected(text, known)):
            guessed = _page(search, guess, known, met)
            page, meant = (guessed, guess) if guessed.results else (page, "")
        faceted = {name.casefold(): one for name, one in met.items() if name.startswith(FACETED)}
        fixed = [one for name, one in met.items() if not name.startswith(FACETED)]
        total, counted, facets = count_facets(
            _found(meant or text, known).filter(*fixed),
            faceted,
            currency=search.filters.currency or self._currency,
        )
        return SearchResults(
            results=tuple(card for card, _ in page),
            total=total,
            total_is_guess=not counted,
            facets=facets,
            took_ms=round((time.perf_counter() - started) * 1000),
            corrected_query=meant,
            highlights={card.id: marked for card, marked in page if marked},
            next=page.next,
            previous=page.previous,
        )

    def suggest(self, text: str, *, limit: int) -> tuple[ProductCard, ...]:
        words = words_of(cleaned(text))
        if not words:
            return ()
        known = synonyms.known()
        found = _likely(words, known, limit)
        if not found and (meant := corrected(" ".join(words), known)):
            found = _likely(words_of(meant), known, limit)
        return found


def _found(text: str, known: Synonyms) -> "QuerySet[ProductRow]":
    rows = listed_rows()
    return rows.filter(search=query_of(text, known)) if text else rows


def _page(search: Search, text: str, known: Synonyms, met: Mapping[str, Q]) -> Page[_Hit]:
    rows = _found(text, known).filter(*met.values())
    query = query_of(text, known) if text else None
    if query is not None:
        rows = rows.annotate(marked=_marked(query))
        if search.ordering is None:
            return _relevant_page(_by_relevance(rows, query, typed_query(text, known)), text, search)
    shown = ("marked",) if text else ()
    return keyset_page(
        cards_of(rows, *shown),
        ordering=ORDERINGS[search.ordering or Ordering.NEWEST],
        to_type=_to_hit,
        cursor=search.cursor,
        page_size=search.page_size,
    )


def _relevant_page(rows: "QuerySet[ProductRow]", text: str, search: Search) -> Page[_Hit]:
    """Relevance is no column, so its pages count from the start, and end where nobody looks any more."""
    size = max(1, min(search.page_size, MAX_PAGE_SIZE))
    start = start_of(search.cursor, text)
    some = list(cards_of(rows, "marked")[start : start + size + 1])
    after, before = start + size, max(0, start - size)
    return Page(
        results=tuple(_to_hit(row) for row in some[:size]),
        next=cursor_of(text, after) if len(some) > size and after < DEEPEST else None,
        previous=cursor_of(text, before) if start else None,
    )


def _by_relevance(
    rows: "QuerySet[ProductRow]", query: TextQuery, typed: TextQuery | None
) -> "QuerySet[ProductRow]":
    """How well the words fit, a little more for what sells, a little less for what is sold out.

    What fits them as they were `typed` counts more than what fits only what they mean.
    """
    queries = [query] if typed is None else [query, typed]
    rank = " + ".join(_RANK_SQL.format(query=one.sql) for one in queries)
    parameters = [value for one in queries for value in one.parameters]
    # What people typed stands in the parameters; the SQL is all ours.
    relevance = RawSQL(_RELEVANCE_SQL.format(rank=rank), parameters, FloatField())  # noqa: S611
    return rows.annotate(relevance=relevance).order_by("-relevance", "-product_id")


def _likely(words: Sequence[str], known: Synonyms, limit: int) -> tuple[ProductCard, ...]:
    query = beginning_query(words, known)
    # A single letter fits half of the shop: only so many are compared.
    some = listed_rows().filter(search=query).values("product_id")[:_LIKELY]
    rows = _by_relevance(
        listed_rows().filter(product_id__in=some), query, typed_query(" ".join(words), known)
    )
    return tuple(to_card(row) for row in cards_of(rows)[:limit])


def _marked(query: TextQuery) -> RawSQL:
    parameters = (*query.parameters, _OPTIONS)
    return RawSQL(_MARKED_SQL.format(query=query.sql), parameters, TextField())  # noqa: S611


def _to_hit(row: Any) -> _Hit:
    """The card, and its name as safe HTML with what was found marked; empty when nothing of the name was."""
    marked = str(getattr(row, "marked", ""))
    if _START not in marked:
        return to_card(row), ""
    return to_card(row), escape(marked).replace(_START, "<mark>").replace(_STOP, "</mark>")
