"""Keyset pages: a cursor remembers the last row seen, so page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from domains.kernel.errors import InvalidCursor

T = TypeVar("T")
U = TypeVar("U")

DEFAULT_PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
_WRITER = json.JSONEncoder(separators=(",", ":"))
# NUL and halves of characters: no database looks for them.
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, and the cursors of the pages around them (None at an end)."""

    results: tuple[T, ...]
    next: str | None = None
    previous: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page with every row changed."""
        return Page(tuple(change(row) for row in self.results), self.next, self.previous)


def encode_cursor(ordering: str, direction: str, position: list[str]) -> str:
    """An opaque cursor, fit for an address: where the page ends, in which ordering, going which way."""
    raw = _WRITER.encode([ordering, direction, position]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str, ordering: str) -> tuple[str, list[str]]:
    """`(direction, position)`. Raises InvalidCursor when it was not made for this ordering."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        made_for, direction, position = json.loads(raw)
    except (binascii.Error, ValueError, TypeError, RecursionError) as broken:
        raise InvalidCursor from broken
    valid = (
        made_for == ordering
        and direction in ("next", "previous")
        and isinstance(position, list)
        and all(isinstance(part, str) and _NO_TEXT.search(part) is None for part in position)
    )
    if not valid:
        raise InvalidCursor
    return direction, position
