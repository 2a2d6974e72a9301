"""What the catalogue needs of a search engine."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from domains.catalog.types import Ordering, ProductCard, ProductFilters, SearchResults
from domains.kernel.pagination import DEFAULT_PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Search:
    """What a shopper asks: no text for all that the filters leave, no ordering for the most relevant."""

    text: str
    filters: ProductFilters = field(default_factory=ProductFilters)
    ordering: Ordering | None = None
    cursor: str | None = None
    page_size: int = DEFAULT_PAGE_SIZE


class SearchEngine(Protocol):
    """Keeps an index of the public products and answers from it."""

    def index(self, product_ids: Collection[UUID]) -> None:
        """Take in what the rows of these products say now."""

    def note_stock(self, product_ids: Collection[UUID]) -> None:
        """Something of these products ran out or came back; their words are the same."""

    def remove(self, product_ids: Collection[UUID]) -> None:
        """Forget these products."""

    def search(self, search: Search) -> SearchResults:
        """A page of what was found, with the total and the facets.

        Raises InvalidCursor for a cursor of another search, InvalidFilter for a filter that cannot be met.
        """

    def suggest(self, text: str, *, limit: int, currency: str = "") -> tuple[ProductCard, ...]:
        """The products that the text, perhaps unfinished, most likely means; with a price in the currency."""
