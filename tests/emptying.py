"""Emptying a database after a test that committed: only what has rows.

Emptying a table makes new files for it and for each of its indexes, so that emptying all eighty takes longer
than most tests. What `migrate` fills in by itself, and no test changes, stays, and is not looked for again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest import mock

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

_KEPT = {"django_content_type", "auth_permission"}
_PERMISSIONS = "django.contrib.auth.management.create_permissions"


@contextmanager
def emptying_what_has_rows() -> Iterator[None]:
    every, tell = DatabaseOperations.sql_flush, flush.emit_post_migrate_signal

    def of_filled(operations, style, tables, *, reset_sequences=False, allow_cascade=False):
        filled = with_rows(operations.connection, sorted(set(tables) - _KEPT))
        # What refers to it has no rows, or is among them.
        return every(operations, style, filled, reset_sequences=reset_sequences, allow_cascade=True)

    def of_the_shop(*args, **options):
        with _unheard(create_contenttypes), _unheard(create_permissions, _PERMISSIONS):
            tell(*args, **options)

    with (
        mock.patch.object(DatabaseOperations, "sql_flush", of_filled),
        mock.patch.object(flush, "emit_post_migrate_signal", of_the_shop),
    ):
        yield


@contextmanager
def _unheard(receiver, uid: str | None = None) -> Iterator[None]:
    assert post_migrate.disconnect(receiver, dispatch_uid=uid)
    try:
        yield
    finally:
        post_migrate.connect(receiver, dispatch_uid=uid)


def with_rows(connection, tables: Sequence[str]) -> list[str]:
    """Those of the tables that are not empty; one query."""
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})"  # noqa: S608
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]
