"""Rows read by statements that are made once a table, where the ORM would make them anew each time."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model

from domains.kernel.router import database_of
from domains.kernel.transactions import domain_of

M = TypeVar("M", bound=Model)
_Converter = Callable[[Any, Any, Any], Any]


def select(model: type[M], ending: str, given: Sequence[Any]) -> list[M]:
    """The rows in one query; `ending` is what stands behind `FROM table`: joins, conditions, an order."""
    alias = database_of(domain_of(model.__module__))
    beginning, names, converters = _beginning(model)
    with connections[alias].cursor() as cursor:
        cursor.execute(f"{beginning} {ending}", given)
        rows = cursor.fetchall()
    if converters:
        rows = [_converted(row, converters, alias) for row in rows]
    return [model.from_db(alias, names, row) for row in rows]


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, _Converter]], alias: str) -> list[Any]:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place], None, connections[alias])
    return values


@cache
def _beginning(model: type[Model]) -> tuple[str, list[str], tuple[tuple[int, _Converter], ...]]:
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{table}"."{field.column}"' for field in fields)
    converters = tuple(
        (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
    )
    return f'SELECT {columns} FROM "{table}"', [field.attname for field in fields], converters  # noqa: S608
