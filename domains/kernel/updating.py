"""Rows changed by statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Model

from domains.kernel.tables import as_table, columns_of, readers_of

_AT_ONCE = 2_000


def save_fields(row: Model, names: Sequence[str], *, alias: str) -> None:
    """What these fields of the row say is written, in one statement."""
    change_if(row, names, "true", (), alias=alias)


def change_if(row: Model, names: Sequence[str], condition: str, given: Sequence[Any], *, alias: str) -> bool:
    """Whether the condition held: then what these fields of the row say is written, in one statement."""
    meta = type(row)._meta
    columns = {field.name: field.column for field in columns_of(type(row))}
    said = ", ".join(f'"{columns[name]}" = %s' for name in names)
    statement = f'UPDATE "{meta.db_table}" SET {said} WHERE "{meta.pk.column}" = %s AND {condition}'  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, [*sent(row, names, alias=alias), row.pk, *given])
        return bool(cursor.rowcount)


def sent(row: Model, names: Sequence[str], *, alias: str) -> list[Any]:
    """What the driver is given for these fields of the row, in this order."""
    readers = readers_of(type(row))
    return [readers[name](row, connections[alias]) for name in names]


def update(rows: Sequence[Model], names: Sequence[str], *, alias: str) -> None:
    """What these fields of the rows say is written, in one statement for each two thousand rows."""
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        meta = type(batch[0])._meta
        fields = tuple(one for one in meta.concrete_fields if one.name in names)
        said = ", ".join(f'"{one.column}" = fresh."{one.column}"' for one in fields)
        table, given = as_table(batch, (meta.pk, *fields), alias)
        statement = (
            f'UPDATE "{meta.db_table}" AS row SET {said} FROM {table}'  # noqa: S608  our own names
            f' WHERE row."{meta.pk.column}" = fresh."{meta.pk.column}"'
        )
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, [given])
