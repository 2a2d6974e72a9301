"""Writes one column of many rows with one statement."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connections

from domains.catalog.models import Variant
from domains.kernel.router import database_of

_TYPES = {"available": "integer", "picture": "jsonb"}


def write_variants(column: str, values: Mapping[UUID, Any]) -> None:
    """Give each variant its value of `column`; JSON comes as text."""
    if not values:
        return
    # The names are our own, the values are parameters.
    statement = f"""
        UPDATE {Variant._meta.db_table} AS variant SET {column} = fresh.value
        FROM unnest(%s::uuid[], %s::{_TYPES[column]}[]) AS fresh (id, value)
        WHERE variant.id = fresh.id
    """  # noqa: S608
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement, [list(values), list(values.values())])
