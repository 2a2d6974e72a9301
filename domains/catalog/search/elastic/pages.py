"""Pages of hits, with the cursors that PostgreSQL's pages have: either engine goes on from the other's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from domains.catalog.models import ProductRow
from domains.catalog.narrowing import ORDERINGS
from domains.catalog.search.elastic.units import COLUMNS, column_in
from domains.catalog.search.port import Search
from domains.catalog.search.relevance import DEEPEST, cursor_of, start_of
from domains.catalog.types import Ordering
from domains.kernel.errors import InvalidCursor
from domains.kernel.pagination import MAX_PAGE_SIZE, Page, decode_cursor, encode_cursor

Hit = Mapping[str, Any]


class RelevantPages:
    """Counted from the start, since relevance is no column."""

    def __init__(self, search: Search, text: str) -> None:
        self._text, self._size = text, _size(search)
        self._start = start_of(search.cursor, text)

    def asked(self) -> dict[str, Any]:
        """What tells the server which page."""
        best: list[Any] = [{"_score": "desc"}, {"product_id": "desc"}]
        return {"from_": self._start, "size": self._size + 1, "sort": best}

    def page(self, hits: Sequence[Hit]) -> Page[Hit]:
        """The page out of what the server gave."""
        after, before = self._start + self._size, max(0, self._start - self._size)
        more = len(hits) > self._size and after < DEEPEST
        return Page(
            results=tuple(hits[: self._size]),
            next=cursor_of(self._text, after) if more else None,
            previous=cursor_of(self._text, before) if self._start else None,
        )


class SortedPages:
    """Each goes on after the last hit of the one before."""

    def __init__(self, search: Search) -> None:
        ordering = ORDERINGS[search.ordering or Ordering.NEWEST]
        self._name, self._size = ",".join(ordering), _size(search)
        self._currency = search.filters.currency
        direction, position = decode_cursor(search.cursor, self._name) if search.cursor else ("next", [])
        self._backwards = direction == "previous"
        self._columns = [(one.lstrip("-"), one.startswith("-") != self._backwards) for one in ordering]
        self._after = _after([column for column, _ in self._columns], position)

    def asked(self) -> dict[str, Any]:
        """What tells the server which page."""
        sort = [self._sorted_by(column, down) for column, down in self._columns]
        more = {"search_after": self._after} if self._after else {}
        return {"size": self._size + 1, "sort": sort, **more}

    def page(self, hits: Sequence[Hit]) -> Page[Hit]:
        """The page out of what the server gave."""
        more, found = len(hits) > self._size, list(hits[: self._size])
        if self._backwards:
            found.reverse()
        has_next = bool(found) and (more or self._backwards)
        has_previous = bool(found) and (more if self._backwards else bool(self._after))
        return Page(
            results=tuple(found),
            next=self._cursor(found[-1], "next") if has_next else None,
            previous=self._cursor(found[0], "previous") if has_previous else None,
        )

    def _sorted_by(self, column: str, down: bool) -> dict[str, Any]:
        field, order = column_in(column, self._currency).field, "desc" if down else "asc"
        # Before anything has a price in a currency, the index does not know its field.
        known = field == COLUMNS[column].field
        return {field: order if known else {"order": order, "unmapped_type": "long"}}

    def _cursor(self, hit: Hit, way: str) -> str:
        values = [
            COLUMNS[column].from_index(value)
            for (column, _), value in zip(self._columns, hit["sort"], strict=True)
        ]
        texts = [one.isoformat() if hasattr(one, "isoformat") else str(one) for one in values]
        return encode_cursor(self._name, way, texts)


def _size(search: Search) -> int:
    return max(1, min(search.page_size, MAX_PAGE_SIZE))


def _after(columns: Sequence[str], position: Sequence[str]) -> list[Any]:
    """The position of a cursor in the index's units. Raises InvalidCursor."""
    if not position:
        return []
    if len(position) != len(columns):
        raise InvalidCursor
    found = []
    for column, text in zip(columns, position, strict=True):
        field: Any = ProductRow._meta.get_field(column.removesuffix("_id"))
        try:
            found.append(COLUMNS[column].to_index(field.to_python(text)))
        except (ValidationError, ArithmeticError, ValueError, TypeError) as broken:
            raise InvalidCursor from broken
    return found
