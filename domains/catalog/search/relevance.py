"""Cursors of pages by relevance, which count from the start and end where nobody looks any more."""

from domains.kernel.errors import InvalidCursor
from domains.kernel.pagination import decode_cursor, encode_cursor

DEEPEST = 2_400
_RELEVANCE = "relevance"


def start_of(cursor: str | None, text: str) -> int:
    """Where the page begins. Raises InvalidCursor for a cursor of other words."""
    if not cursor:
        return 0
    _, position = decode_cursor(cursor, f"{_RELEVANCE}:{text}")
    start = (
        int(position[0]) if len(position) == 1 and position[0].isdecimal() and len(position[0]) < 6 else -1
    )
    if not 0 <= start < DEEPEST:
        raise InvalidCursor
    return start


def cursor_of(text: str, start: int) -> str:
    """The cursor of the page that begins there."""
    return encode_cursor(f"{_RELEVANCE}:{text}", "next", [str(start)])
