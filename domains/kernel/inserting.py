"""Rows written with statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import AutoField, Field, Model

# A statement has at most 65,535 parameters.
_AT_ONCE = 500
_Fields = tuple["Field[Any, Any]", ...]


def insert(rows: Sequence[Model], *, alias: str) -> None:
    """Every row is written. Raises IntegrityError when a unique value is taken.

    All are of one table. What the database fills in is not read back.
    """
    for start in range(0, len(rows), _AT_ONCE):
        _write(rows[start : start + _AT_ONCE], alias, "")


def insert_once(row: Model, *, alias: str) -> bool:
    """Whether this call wrote the row; not when one of its unique values is taken.

    One statement, so durable by itself where no transaction is open. A writer of the same values
    that is at work is waited for.
    """
    return bool(_write([row], alias, " ON CONFLICT DO NOTHING"))


def _write(rows: Sequence[Model], alias: str, ending: str) -> int:
    fields, beginning, places = _statement(type(rows[0]))
    connection = connections[alias]
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{beginning}{', '.join([places] * len(rows))}{ending}", values)
        written = int(cursor.rowcount)
    if written:
        for row in rows:
            row._state.adding, row._state.db = False, alias
    return written


@cache
def _statement(model: type[Model]) -> tuple[_Fields, str, str]:
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ', f"({places})"  # noqa: S608  our own names
