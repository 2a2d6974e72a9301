"""The engine that asks the search server, and PostgreSQL while that is away."""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.utils.html import escape

from domains.catalog import cards, narrowing
from domains.catalog.events import SearchFellBehind
from domains.catalog.pricing import is_own
from domains.catalog.search import guidance
from domains.catalog.search.elastic import lag
from domains.catalog.search.elastic.asking import (
    EVERYTHING,
    beginning_query,
    by_relevance,
    query_of,
    with_first,
)
from domains.catalog.search.elastic.conditions import Condition, conditions, has_price_in
from domains.catalog.search.elastic.connection import AWAY, client, guarded
from domains.catalog.search.elastic.counting import aggregations, facets
from domains.catalog.search.elastic.indices import alias
from domains.catalog.search.elastic.pages import Hit, RelevantPages, SortedPages
from domains.catalog.search.guidance import Guidance
from domains.catalog.search.port import Search
from domains.catalog.search.postgres import FACETED, PostgresSearch
from domains.catalog.search.spelling import corrected
from domains.catalog.search.wording import cleaned, words_of
from domains.catalog.types import ProductCard, SearchResults
from domains.kernel import bus
from domains.kernel.ids import ProductId, new_id
from domains.kernel.pagination import Page

log = structlog.get_logger(__name__)
R = TypeVar("R")
# For private use, so that no name has them; OpenSearch trims control characters away.
_START, _STOP = "\ue000", "\ue001"


class ElasticSearch:
    """One question to the server a search, and at most four queries. Cards come from the rows.

    So nothing is shown that is not public now, whatever the index still holds.
    """

    def __init__(self, *, currency: str) -> None:
        self._currency = currency
        self._postgres = PostgresSearch(currency=currency)
        self.turned_away = 0

    def index(self, product_ids: Collection[UUID]) -> None:
        self._postgres.index(product_ids)
        self.note_stock(product_ids)

    def note_stock(self, product_ids: Collection[UUID]) -> None:
        if product_ids:
            lag.note(product_ids)
            bus.publish(SearchFellBehind(change_id=new_id()))

    def remove(self, product_ids: Collection[UUID]) -> None:
        self._postgres.remove(product_ids)
        lag.note(product_ids)

    def search(self, search: Search) -> SearchResults:
        return self._or_postgres(lambda: self._search(search), lambda: self._postgres.search(search))

    def suggest(self, text: str, *, limit: int, currency: str = "") -> tuple[ProductCard, ...]:
        return self._or_postgres(
            lambda: _suggest(text, limit, currency),
            lambda: self._postgres.suggest(text, limit=limit, currency=currency),
        )

    def _or_postgres(self, ask: Callable[[], R], otherwise: Callable[[], R]) -> R:
        if lag.is_unbearable():
            self.turned_away += 1
            return otherwise()
        try:
            return ask()
        except AWAY as failure:
            self.turned_away += 1
            log.warning("PostgreSQL answers a search", reason=str(failure)[:500])
            return otherwise()

    def _search(self, search: Search) -> SearchResults:
        started = time.perf_counter()
        narrowing.conditions(search.filters)
        text, met = cleaned(search.text), conditions(search.filters)
        if text and not words_of(text):
            return SearchResults(results=(), total=0, facets=(), took_ms=0)
        currency = search.filters.currency or self._currency
        pages = _pages(search, text)
        told = guidance.known()
        answer, meant = _ask(text, told, met, pages, currency), ""
        mendable = text and not answer["hits"]["hits"] and not search.cursor
        if mendable and (guess := corrected(text, told.synonyms)):
            guessed_pages = _pages(search, guess)
            guessed = _ask(guess, told, met, guessed_pages, currency)
            if guessed["hits"]["hits"]:
                answer, meant, pages = guessed, guess, guessed_pages
        page = pages.page(answer["hits"]["hits"])
        shown = _cards(page, search.filters.currency)
        first = told.pinned(meant or text) if search.ordering is None else ()
        return SearchResults(
            results=tuple(shown.values()),
            total=answer["hits"]["total"]["value"],
            facets=facets(answer["aggregations"], _faceted(met), currency=currency),
            took_ms=round((time.perf_counter() - started) * 1000),
            corrected_query=meant,
            highlights=_highlights(page, shown),
            next=page.next,
            previous=page.previous,
            pinned=tuple(one for one in shown if one in first),
        )


def _pages(search: Search, text: str) -> RelevantPages | SortedPages:
    return RelevantPages(search, text) if text and search.ordering is None else SortedPages(search)


def _faceted(met: Mapping[str, Condition]) -> dict[str, Condition]:
    return {name: one for name, one in met.items() if name.startswith(FACETED)}


def _ask(
    text: str,
    told: Guidance,
    met: Mapping[str, Condition],
    pages: RelevantPages | SortedPages,
    currency: str,
) -> Mapping[str, Any]:
    words = query_of(text, told.synonyms) if text else EVERYTHING
    faceted = _faceted(met)
    fixed = [one for name, one in met.items() if name not in faceted]
    marks = {"name": {"number_of_fragments": 0, "require_field_match": False}}
    body: dict[str, Any] = {
        "query": with_first(
            by_relevance({"bool": {"must": [words], "filter": fixed}}, told.boosted(text)),
            told.pinned(text),
            fixed,
        ),
        "post_filter": {"bool": {"filter": list(faceted.values())}},
        "aggs": aggregations(faceted, currency=currency),
        "track_total_hits": True,
        "source": ["name"],
        **pages.asked(),
    }
    if words is not EVERYTHING:
        body["highlight"] = {
            "fields": marks,
            "highlight_query": words,
            "pre_tags": [_START],
            "post_tags": [_STOP],
        }
    answer: Mapping[str, Any] = guarded(lambda: client().search(index=alias(), **body)).body
    return answer


def _suggest(text: str, limit: int, currency: str) -> tuple[ProductCard, ...]:
    words = words_of(cleaned(text))
    if not words:
        return ()
    told = guidance.known()
    found = _likely(words, told, limit, currency)
    if not found and (meant := corrected(" ".join(words), told.synonyms)):
        found = _likely(words_of(meant), told, limit, currency)
    return found


def _likely(words: tuple[str, ...], told: Guidance, limit: int, currency: str) -> tuple[ProductCard, ...]:
    fits = beginning_query(words, told.synonyms)
    if not is_own(currency):
        fits = {"bool": {"must": [fits], "filter": [has_price_in(currency)]}}
    query = by_relevance(fits, told.boosted(" ".join(words)))
    best: list[Any] = [{"_score": "desc"}, {"product_id": "desc"}]
    answer = guarded(lambda: client().search(index=alias(), query=query, sort=best, size=limit, source=False))
    hits: list[Hit] = answer["hits"]["hits"]
    return tuple(_cards(Page(tuple(hits)), currency).values())


def _cards(page: Page[Hit], currency: str) -> Mapping[ProductId, ProductCard]:
    """The cards of the page's hits that are public and have a price in the currency, in its order."""
    return cards.by_id([UUID(hit["_id"]) for hit in page], currency=currency, wholly=True)


def _highlights(page: Page[Hit], shown: Mapping[ProductId, ProductCard]) -> dict[ProductId, str]:
    """Names as safe HTML with what was found marked; a name that has changed since is left out."""
    found: dict[ProductId, str] = {}
    for hit in page:
        product_id = ProductId(UUID(hit["_id"]))
        marked = "".join(hit.get("highlight", {}).get("name", ()))
        name = marked.replace(_START, "").replace(_STOP, "")
        if marked and product_id in shown and shown[product_id].name == name:
            found[product_id] = escape(marked).replace(_START, "<mark>").replace(_STOP, "</mark>")
    return found
