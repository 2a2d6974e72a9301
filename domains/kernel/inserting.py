"""Rows written with statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models import AutoField, BinaryField, CharField, Field, Model
from django.db.models.expressions import DatabaseDefault

from domains.kernel.values import MANY, recordset_of, to_records

_AT_ONCE = 2_000
_Fields = tuple["Field[Any, Any]", ...]
_Readers = tuple[Callable[[Model, Any], Any], ...]
# What stands in such a field is what the driver sends.
_SENT_AS_IT_IS = (
    models.BooleanField,
    models.CharField,
    models.DecimalField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
    models.UUIDField,
)


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
        given = [_as_json(rows, _given(*kind)) for rows, kind in zip(groups, kinds, strict=True)]
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
        table = recordset_of({str(field.column): _type_of(field, alias) for field in fields})
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
def _given(model: type[Model], left: tuple[str, ...]) -> _Fields:
    return tuple(field for field in _columns(model) if field.attname not in left)


def save_fields(row: Model, names: Sequence[str], *, alias: str) -> None:
    """What these fields of the row say is written, in one statement."""
    change_if(row, names, "true", (), alias=alias)


def change_if(row: Model, names: Sequence[str], condition: str, given: Sequence[Any], *, alias: str) -> bool:
    """Whether the condition held: then what these fields of the row say is written, in one statement."""
    meta = type(row)._meta
    columns = {field.name: field.column for field in _columns(type(row))}
    said = ", ".join(f'"{columns[name]}" = %s' for name in names)
    statement = f'UPDATE "{meta.db_table}" SET {said} WHERE "{meta.pk.column}" = %s AND {condition}'  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, [*sent(row, names, alias=alias), row.pk, *given])
        return bool(cursor.rowcount)


def sent(row: Model, names: Sequence[str], *, alias: str) -> list[Any]:
    """What the driver is given for these fields of the row, in this order."""
    fields, readers, _, _ = _statement(type(row))
    known = {field.name: read for field, read in zip(fields, readers, strict=True)}
    return [known[name](row, connections[alias]) for name in names]


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
    fields, readers, beginning, places = _statement(type(rows[0]))
    if len(rows) > MANY and not any(isinstance(field, BinaryField) for field in fields):
        return _write_many(rows, fields, alias, ending)
    connection = connections[alias]
    values = [read(row, connection) for row in rows for read in readers]
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
    types = {str(field.column): _type_of(field, alias) for field in fields}
    return recordset_of(types), _as_json(rows, fields)


def _as_json(rows: Sequence[Model], fields: _Fields) -> str:
    return to_records(
        [str(field.column) for field in fields],
        ([getattr(row, field.attname) for field in fields] for row in rows),
    )


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


@cache
def _columns(model: type[Model]) -> _Fields:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


@cache
def _statement(model: type[Model]) -> tuple[_Fields, _Readers, str, str]:
    fields = _columns(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    beginning = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '  # noqa: S608  our own names
    return fields, tuple(map(_reader, fields)), beginning, f"({places})"


def _reader(field: "Field[Any, Any]") -> Callable[[Model, Any], Any]:
    """How the value that is sent is got out of a row."""
    is_stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if isinstance(field, _SENT_AS_IT_IS) or (isinstance(field, models.DateTimeField) and not is_stamped):
        found = attrgetter(field.attname)
        return lambda row, connection: found(row)

    def prepared(row: Model, connection: Any) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection)

    return prepared
