"""Rows as parameters of a statement."""

from collections.abc import Sequence
from typing import Any


def values(rows: Sequence[Sequence[Any]], *types: str) -> tuple[str, list[Any]]:
    """`VALUES (%s::uuid, %s::int), …` and its parameters; no row is a table without rows.

    Of arrays PostgreSQL does not know how long they are and would plan the statement anew each time.
    """
    if not rows:
        return f"SELECT {', '.join(f'NULL::{kind}' for kind in types)} WHERE false", []
    row = f"({', '.join(f'%s::{kind}' for kind in types)})"
    return f"VALUES {', '.join([row] * len(rows))}", [value for one in rows for value in one]
