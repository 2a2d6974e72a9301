"""Rows written with statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Sequence
from functools import cache

from django.db import connections
from django.db.models import BinaryField, Model
from django.db.models.expressions import DatabaseDefault

from domains.kernel.tables import Fields, as_json, as_table, columns_of, readers_of, type_of
from domains.kernel.values import MANY, recordset_of

_AT_ONCE = 2_000


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


def insert_together(first: Model, *others: Sequence[Model], alias: str) -> None:
    """The row and those of other tables that belong to it are written by one statement.

    What the database fills in for the first one is read back. Others may be given it before it is known: the
    first one's own field holds its place until then. Raises IntegrityError when a unique value is taken.
    """
    groups: list[Sequence[Model]] = [[first], *others]
    kinds = tuple((type(rows[0]), _left_to_database(rows[0])) for rows in groups)
    with connections[alias].cursor() as cursor:
        given = [as_json(rows, _given(*kind)) for rows, kind in zip(groups, kinds, strict=True)]
        cursor.execute(_together(kinds, alias), given)
        filled = cursor.fetchone()
    for name, value in zip(kinds[0][1], filled, strict=False):
        for row in (row for rows in groups for row in rows if hasattr(row, name)):
            setattr(row, name, value)
    for rows in groups:
        _are_written(rows, alias)


@cache
def _together(groups: tuple[tuple[type[Model], tuple[str, ...]], ...], alias: str) -> str:
    parts = []
    back = ", ".join(f'"{name}"' for name in groups[0][1]) or "1"
    for place, (model, left) in enumerate(groups):
        fields = _given(model, left)
        columns = [f'"{field.column}"' for field in fields]
        table = recordset_of({str(field.column): type_of(field, alias) for field in fields})
        # The first one's are left out, the others' are what it was given.
        into = columns + [f'"{name}"' for name in left if place]
        shown = columns + [f'(SELECT "{name}" FROM part_0)' for name in left if place]  # noqa: S608  our own names
        parts.append(
            f'part_{place} AS (INSERT INTO "{model._meta.db_table}" ({", ".join(into)})'  # noqa: S608
            f" SELECT {', '.join(shown)} FROM {table}{'' if place else f' RETURNING {back}'})"
        )
    return f"WITH {', '.join(parts)} SELECT {back} FROM part_0"  # noqa: S608


def _left_to_database(row: Model) -> tuple[str, ...]:
    return tuple(name for name, value in vars(row).items() if isinstance(value, DatabaseDefault))


@cache
def _given(model: type[Model], left: tuple[str, ...]) -> Fields:
    return tuple(field for field in columns_of(model) if field.attname not in left)


def upsert(rows: Sequence[Model], *, key: str, without: Sequence[str] = (), alias: str) -> None:
    """Every row is written, over the one that has its key; columns that are left out keep what they say."""
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        fields = tuple(one for one in columns_of(type(batch[0])) if one.name not in without)
        said = ", ".join(f'"{one.column}" = excluded."{one.column}"' for one in fields if one.column != key)
        _write_many(batch, fields, alias, f' ON CONFLICT ("{key}") DO UPDATE SET {said}')


def _write(rows: Sequence[Model], alias: str, ending: str) -> int:
    model = type(rows[0])
    fields = columns_of(model)
    if len(rows) > MANY and not any(isinstance(field, BinaryField) for field in fields):
        return _write_many(rows, fields, alias, ending)
    connection = connections[alias]
    beginning, places = _beginning(model)
    readers = readers_of(model).values()
    values = [read(row, connection) for row in rows for read in readers]
    with connection.cursor() as cursor:
        cursor.execute(f"{beginning}{', '.join([places] * len(rows))}{ending}", values)
        written = int(cursor.rowcount)
    if written:
        _are_written(rows, alias)
    return written


def _write_many(rows: Sequence[Model], fields: Fields, alias: str, ending: str) -> int:
    """The rows as one parameter: its cost does not lie in the driver."""
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, given = as_table(rows, fields, alias)
    statement = f'INSERT INTO "{type(rows[0])._meta.db_table}" ({columns}) SELECT {columns} FROM {table}'  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(statement + ending, [given])
        written = int(cursor.rowcount)
    _are_written(rows, alias)
    return written


def _are_written(rows: Sequence[Model], alias: str) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, alias


@cache
def _beginning(model: type[Model]) -> tuple[str, str]:
    columns = ", ".join(f'"{field.column}"' for field in columns_of(model))
    places = ", ".join(["%s"] * len(columns_of(model)))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ', f"({places})"  # noqa: S608  our own names
