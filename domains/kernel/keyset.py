"""Keyset pagination over a queryset, on any combination of ascending and descending columns."""

from collections.abc import Callable, Sequence
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
T = TypeVar("T")


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
    size = max(1, min(page_size, MAX_PAGE_SIZE))
    name = ",".join(ordering)
    direction, position = decode_cursor(cursor, name) if cursor else ("next", [])
    backwards = direction == "previous"
    columns = [(column.lstrip("-"), column.startswith("-") != backwards) for column in ordering]
    if position:
        rows = rows.filter(_beyond(rows.model, columns, position))
    rows = rows.order_by(*(F(column).desc() if down else F(column).asc() for column, down in columns))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()

    def mark(row: M, way: str) -> str:
        return encode_cursor(name, way, [_text(getattr(row, column)) for column, _ in columns])

    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (bool(position) if not backwards else more)
    return Page(
        results=tuple(to_type(row) for row in found),
        next=mark(found[-1], "next") if has_next else None,
        previous=mark(found[0], "previous") if has_previous else None,
    )


def _beyond(model: type[Model], columns: list[tuple[str, bool]], position: list[str]) -> Q:
    if len(position) != len(columns):
        raise InvalidCursor
    first, first_down = columns[0]
    # An index can start reading at this bound; of the exact condition it could only filter by.
    bound = Q(**{f"{first}__{'lte' if first_down else 'gte'}": _value(model, first, position[0])})
    after, equal = Q(), Q()
    for (column, down), text in zip(columns, position, strict=True):
        value = _value(model, column, text)
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
