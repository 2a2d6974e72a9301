"""Rows written with statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import AutoField, BinaryField, CharField, Field, Model

from domains.kernel.values import MANY, recordset

_AT_ONCE = 2_000
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


def upsert(rows: Sequence[Model], *, key: str, without: Sequence[str] = (), alias: str) -> None:
    """Every row is written, over the one that has its key; columns that are left out keep what they say."""
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        fields = tuple(one for one in _columns(type(batch[0])) if one.name not in without)
        said = ", ".join(f'"{one.column}" = excluded."{one.column}"' for one in fields if one.column != key)
        _write_many(batch, fields, alias, f' ON CONFLICT ("{key}") DO UPDATE SET {said}')


def update(rows: Sequence[Model], names: Sequence[str], *, alias: str) -> None:
    """What these fields of the rows say is written, in one statement for each two thousand rows."""
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        meta = type(batch[0])._meta
        fields = tuple(one for one in meta.concrete_fields if one.name in names)
        said = ", ".join(f'"{one.column}" = fresh."{one.column}"' for one in fields)
        table, given = _as_table(batch, (meta.pk, *fields), alias)
        statement = (
            f'UPDATE "{meta.db_table}" AS row SET {said} FROM {table}'  # noqa: S608  our own names
            f' WHERE row."{meta.pk.column}" = fresh."{meta.pk.column}"'
        )
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, [given])


def _write(rows: Sequence[Model], alias: str, ending: str) -> int:
    fields, beginning, places = _statement(type(rows[0]))
    if len(rows) > MANY and not any(isinstance(field, BinaryField) for field in fields):
        return _write_many(rows, fields, alias, ending)
    connection = connections[alias]
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{beginning}{', '.join([places] * len(rows))}{ending}", values)
        written = int(cursor.rowcount)
    if written:
        _are_written(rows, alias)
    return written


def _write_many(rows: Sequence[Model], fields: _Fields, alias: str, ending: str) -> int:
    """The rows as one parameter: its cost does not lie in the driver."""
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, given = _as_table(rows, fields, alias)
    statement = f'INSERT INTO "{type(rows[0])._meta.db_table}" ({columns}) SELECT {columns} FROM {table}'  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(statement + ending, [given])
        written = int(cursor.rowcount)
    _are_written(rows, alias)
    return written


def _as_table(rows: Sequence[Model], fields: _Fields, alias: str) -> tuple[str, str]:
    names = [field.attname for field in fields]
    types = {str(field.column): _type_of(field, alias) for field in fields}
    return recordset(types, ([getattr(row, name) for name in names] for row in rows))


def _type_of(field: "Field[Any, Any]", alias: str) -> str:
    """A text's length is checked where it is stored; a cast here would cut it off in silence."""
    if isinstance(field, ArrayField):
        return f"{_type_of(field.base_field, alias)}[]"
    if isinstance(field, CharField):
        return "text"
    return str(field.db_type(connections[alias]))


def _are_written(rows: Sequence[Model], alias: str) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, alias


def _columns(model: type[Model]) -> _Fields:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


@cache
def _statement(model: type[Model]) -> tuple[_Fields, str, str]:
    fields = _columns(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ', f"({places})"  # noqa: S608  our own names
