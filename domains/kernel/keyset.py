"""Keyset pagination over a queryset, on any combination of ascending and descending columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet

from domains.kernel.errors import InvalidCursor
from domains.kernel.pagination import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    Page,
    decode_cursor,
    encode_cursor,
)

M = TypeVar("M", bound=Model)
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of an ordered list a page shows.

    `columns` say by what the rows are read and whether downwards; `position` is the row that the page goes
    on after, as a cursor has it. Whoever reads the rows takes one more than `size`.
    """

    ordering: str
    size: int
    backwards: bool
    columns: tuple[tuple[str, bool], ...]
    position: tuple[str, ...]

    def values(self, model: type[Model]) -> tuple[Any, ...]:
        """The position in the model's own values. Raises InvalidCursor."""
        if self.position and len(self.position) != len(self.columns):
            raise InvalidCursor
        return tuple(
            _value(model, column, text)
            for (column, _), text in zip(self.columns, self.position, strict=bool(self.position))
        )

    def page(self, read: Sequence[R], to_type: Callable[[R], T]) -> Page[T]:
        """The page out of the rows that were read."""
        more, found = len(read) > self.size, list(read[: self.size])
        if self.backwards:
            found.reverse()
        has_next = bool(found) and (more or self.backwards)
        has_previous = bool(found) and (more if self.backwards else bool(self.position))
        return Page(
            results=tuple(to_type(row) for row in found),
            next=self._cursor(found[-1], "next") if has_next else None,
            previous=self._cursor(found[0], "previous") if has_previous else None,
        )

    def _cursor(self, row: Any, way: str) -> str:
        return encode_cursor(self.ordering, way, [_text(getattr(row, column)) for column, _ in self.columns])


def open_window(ordering: Sequence[str], *, cursor: str | None, page_size: int) -> Window:
    """The part of the list that the cursor names. Raises InvalidCursor when it belongs to another list."""
    name = ",".join(ordering)
    direction, position = decode_cursor(cursor, name) if cursor else ("next", [])
    backwards = direction == "previous"
    columns = tuple((column.lstrip("-"), column.startswith("-") != backwards) for column in ordering)
    return Window(name, max(1, min(page_size, MAX_PAGE_SIZE)), backwards, columns, tuple(position))


def keyset_page(
    rows: "QuerySet[M]",
    *,
    ordering: Sequence[str],
    to_type: Callable[[M], T],
    cursor: str | None = None,
    page_size: int = DEFAULT_PAGE_SIZE,
) -> Page[T]:
    """One page of `rows`; the ordering must end in a unique column and name no nullable one.

    Raises InvalidCursor when the cursor belongs to another list.
    """
    window = open_window(ordering, cursor=cursor, page_size=page_size)
    if window.position:
        rows = rows.filter(_beyond(window, window.values(rows.model)))
    order = (F(column).desc() if down else F(column).asc() for column, down in window.columns)
    return window.page(list(rows.order_by(*order)[: window.size + 1]), to_type)


def _beyond(window: Window, position: Sequence[Any]) -> Q:
    first, first_down = window.columns[0]
    # An index can start reading at this bound; of the exact condition it could only filter by.
    bound = Q(**{f"{first}__{'lte' if first_down else 'gte'}": position[0]})
    after, equal = Q(), Q()
    for (column, down), value in zip(window.columns, position, strict=True):
        after |= equal & Q(**{f"{column}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{column: value})
    return bound & after


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _value(model: type[Model], column: str, text: str) -> Any:
    try:
        field: Any = model._meta.get_field(column)
        return field.to_python(text)
    except FieldDoesNotExist:
        return text
    except ValidationError as broken:
        raise InvalidCursor from broken
