"""The search engine that is always there: PostgreSQL's full text, trigrams and arrays."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import escape

from domains.catalog import listing
from domains.catalog.clauses import LISTED, Clause, all_of, row_by_row
from domains.catalog.models import ProductRow
from domains.catalog.narrowing import NUMBERS, conditions
from domains.catalog.queries import to_card
from domains.catalog.search import guidance, ranking
from domains.catalog.search.asking import CONFIG, beginning_query, query_of, typed_query
from domains.catalog.search.facet_counts import count_facets
from domains.catalog.search.guidance import Boost, Guidance
from domains.catalog.search.indexing import index_text
from domains.catalog.search.port import Search
from domains.catalog.search.relevance import DEEPEST, cursor_of, start_of
from domains.catalog.search.spelling import corrected
from domains.catalog.search.text_query import TextQuery
from domains.catalog.search.wording import cleaned, words_of
from domains.catalog.types import Ordering, ProductCard, SearchResults
from domains.kernel.ids import ProductId
from domains.kernel.pagination import MAX_PAGE_SIZE, Page

FACETED = ("category", "brand", "price", "rating", "in_stock", "attr.")
# Characters that no name has: what stands between them is marked once the rest is escaped.
_START, _STOP = "\x02", "\x03"

# The weights are those of D, C, B and A; 1 has a long text count a little less. Measured: docs/search.md.
_RANK = "ts_rank('{{0.1, 0.3, 0.3, 1.0}}', search, {query}, 1)"
_RELEVANCE = "({rank}) * (1 + 0.08 * ln(popularity + 1)) * CASE WHEN in_stock THEN 1 ELSE 0.7 END"
_MARKED = f"ts_headline('{CONFIG}'::regconfig, name, {{query}}, %s)"
_OPTIONS = f"StartSel='{_START}', StopSel='{_STOP}', HighlightAll=true"
_Hit = tuple[ProductCard, str]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page, with how many there are or `about` are, and whether the words alone fit few, where seen."""

    page: Page[_Hit]
    total: int | None = None
    about: bool = False
    are_few: bool = False


class PostgresSearch:
    """At most five queries a search: the page, the facets, and three more when a word is misspelt.

    In a large shop one more where it is open how many to count for a facet.
    """

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
        if text:
            met = {name: row_by_row(one) if name in NUMBERS else one for name, one in met.items()}
        told = guidance.known()
        shown = _shown(search, text, told, met)
        meant = ""
        if (
            not shown.page.results
            and text
            and not search.cursor
            and (guess := corrected(text, told.synonyms))
        ):
            guessed = _shown(search, guess, told, met)
            if guessed.page.results:
                shown, meant = guessed, guess
        page = shown.page
        faceted = {name.casefold(): one for name, one in met.items() if name.startswith(FACETED)}
        fixed = [one for name, one in met.items() if not name.startswith(FACETED)]
        total, counted, facets = count_facets(
            [*_found(meant or text, told), *fixed],
            faceted,
            currency=search.filters.currency or self._currency,
            seen=shown.total,
            about=shown.about,
            are_few=shown.are_few,
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
            pinned=_pinned_on(page, told.pinned(meant or text)) if search.ordering is None else (),
        )

    def suggest(self, text: str, *, limit: int, currency: str = "") -> tuple[ProductCard, ...]:
        words = words_of(cleaned(text))
        if not words:
            return ()
        told = guidance.known()
        found = _likely(words, told, limit, currency)
        if not found and (meant := corrected(" ".join(words), told.synonyms)):
            found = _likely(words_of(meant), told, limit, currency)
        return found


def _pinned_on(page: Page[_Hit], pinned: Sequence[UUID]) -> tuple[ProductId, ...]:
    return tuple(card.id for card, _ in page if card.id in pinned)


def _found(text: str, told: Guidance, *, kept: bool = False) -> list[Clause]:
    """What fits the text, and what is pinned for it whether it fits or not.

    The planner guesses from the text how many fit, but not where the plan is `kept` for every text.
    """
    if not text:
        return [LISTED]
    query, pinned = query_of(text, told.synonyms), told.pinned(text)
    fits = _fits(query, kept=kept)
    if not pinned:
        return [LISTED, fits]
    either = f"({fits.sql} OR product_id = ANY(%s::uuid[]))"
    return [LISTED, Clause(either, (*fits.parameters, list(pinned)))]


def _fits(query: TextQuery, *, kept: bool) -> Clause:
    return Clause(f"search @@ {query.once if kept else query.sql}", query.parameters)


def _shown(search: Search, text: str, told: Guidance, met: Mapping[str, Clause]) -> _Shown:
    if text and search.ordering is None:
        return _relevant_page(search, text, told, met)
    ordering = search.ordering or Ordering.NEWEST
    window = listing.window_of(ordering, cursor=search.cursor, page_size=search.page_size)
    if not text:
        return _Shown(listing.list_cards(search.filters, window).map(lambda card: (card, "")))
    marked = _marked(query_of(text, told.synonyms))
    met_all = [*_found(text, told), *met.values()]
    page = listing.list_marked(met_all, marked, window, currency=search.filters.currency)
    return _Shown(page.map(_to_hit))


def _relevant_page(search: Search, text: str, told: Guidance, met: Mapping[str, Clause]) -> _Shown:
    """Relevance is no column, so its pages count from the start, and end where nobody looks any more."""
    size = max(1, min(search.page_size, MAX_PAGE_SIZE))
    start = start_of(search.cursor, text)
    query, boosts = query_of(text, told.synonyms), told.boosted(text)
    words = _found(text, told, kept=True)
    wanted = ranking.Wanted(
        all_of([*words, *met.values()]),
        query,
        ranking.Order(_relevance(query, typed_query(text, told.synonyms), boosts), told.pinned(text)),
        ranking.SEARCHING,
        search.filters.currency,
        also=[one.product_id for one in boosts if one.product_id],
        words=all_of(words) if met else None,
    )
    found = ranking.best(wanted, limit=size + 1, start=start, marked=_marked(query))
    some = found.rows
    after, before = start + size, max(0, start - size)
    page = Page(
        results=tuple(_to_hit(row) for row in some[:size]),
        next=cursor_of(text, after) if len(some) > size and after < DEEPEST else None,
        previous=cursor_of(text, before) if start else None,
    )
    return _Shown(page, found.total, found.about, found.are_few)


def _relevance(query: TextQuery, typed: TextQuery | None, boosts: Sequence[Boost]) -> Clause:
    """How well the words fit, a little more for what sells, a little less for what is sold out.

    What fits them as they were `typed` counts more than what fits only what they mean.
    """
    queries = [query] if typed is None else [query, typed]
    rank = " + ".join(_RANK.format(query=one.once) for one in queries)
    parameters = tuple(value for one in queries for value in one.parameters)
    factors = [_factor(one) for one in boosts]
    return Clause(
        " * ".join([_RELEVANCE.format(rank=rank), *(one.sql for one in factors)]),
        (*parameters, *(value for one in factors for value in one.parameters)),
    )


def _factor(boost: Boost) -> Clause:
    if boost.product_id is None:
        return Clause("CASE WHEN traits @> ARRAY[%s] THEN %s ELSE 1 END", (boost.trait, float(boost.factor)))
    return Clause("CASE WHEN product_id = %s THEN %s ELSE 1 END", (boost.product_id, float(boost.factor)))


def _likely(words: Sequence[str], told: Guidance, limit: int, currency: str) -> tuple[ProductCard, ...]:
    text, query = " ".join(words), beginning_query(words, told.synonyms)
    relevance = _relevance(query, typed_query(text, told.synonyms), told.boosted(text))
    fits = all_of([LISTED, _fits(query, kept=True)])
    wanted = ranking.Wanted(fits, query, ranking.Order(relevance), ranking.SUGGESTING, currency)
    return tuple(to_card(row) for row in ranking.best(wanted, limit=limit).rows)


def _marked(query: TextQuery) -> Clause:
    return Clause(_MARKED.format(query=query.once), (*query.parameters, _OPTIONS))


def _to_hit(row: Any) -> _Hit:
    """The card, and its name as safe HTML with what was found marked; empty when nothing of the name was."""
    if _START not in row.also:
        return to_card(row), ""
    return to_card(row), escape(row.also).replace(_START, "<mark>").replace(_STOP, "</mark>")
