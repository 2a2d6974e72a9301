"""Rows as parameters of a statement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

# From so many rows on it costs more to send each value by itself than to read all of them out of one text.
MANY = 50


def values(rows: Sequence[Sequence[Any]], *types: str) -> tuple[str, list[Any]]:
    """`VALUES (%s::uuid, %s::int), …` and its parameters; no row is a table without rows.

    Of arrays PostgreSQL does not know how long they are and would plan the statement anew each time.
    Many rows are one parameter, and the statement's text is the same however many they are.
    """
    if not rows:
        return f"SELECT {', '.join(f'NULL::{kind}' for kind in types)} WHERE false", []
    if len(rows) > MANY:
        columns = {f"c{place}": "text" for place in range(len(types))}
        cast = ", ".join(f"c{place}::{kind}" for place, kind in enumerate(types))
        table, given = recordset(columns, rows)
        return f"SELECT {cast} FROM {table}", [given]  # noqa: S608  our own names
    row = f"({', '.join(f'%s::{kind}' for kind in types)})"
    return f"VALUES {', '.join([row] * len(rows))}", [value for one in rows for value in one]


def listed(ids: Iterable[UUID]) -> str:
    """The ids as PostgreSQL writes an array, for `%s::uuid[]`: the driver would look at each of them."""
    return f"{{{','.join(map(str, ids))}}}"


def recordset(columns: dict[str, str], rows: Iterable[Sequence[Any]]) -> tuple[str, str]:
    """`json_to_recordset(…) AS fresh (…)`, a table of these columns and types, and its one parameter."""
    return recordset_of(columns), to_records(tuple(columns), rows)


def recordset_of(columns: Mapping[str, str]) -> str:
    """The table of `recordset`, whatever its rows are."""
    named = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return f"json_to_recordset(%s::json) AS fresh ({named})"


def to_records(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The parameter of `recordset`."""
    return msgspec.json.encode([dict(zip(names, row, strict=True)) for row in rows]).decode()
