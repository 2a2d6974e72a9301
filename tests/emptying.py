"""Emptying a database after a test that committed: only what has rows.

Emptying a table makes new files for it and for each of its indexes, so that emptying all eighty takes longer
than most tests. What `migrate` fills in by itself, and no test changes, stays.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest import mock

from django.db.backends.postgresql.operations import DatabaseOperations

_KEPT = {"django_content_type", "auth_permission"}


@contextmanager
def emptying_what_has_rows() -> Iterator[None]:
    every = DatabaseOperations.sql_flush

    def of_filled(operations, style, tables, *, reset_sequences=False, allow_cascade=False):
        filled = with_rows(operations.connection, sorted(set(tables) - _KEPT))
        # What refers to it has no rows, or is among them.
        return every(operations, style, filled, reset_sequences=reset_sequences, allow_cascade=True)

    with mock.patch.object(DatabaseOperations, "sql_flush", of_filled):
        yield


def with_rows(connection, tables: Sequence[str]) -> list[str]:
    """Those of the tables that are not empty; one query."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]
