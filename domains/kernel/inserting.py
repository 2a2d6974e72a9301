"""A row that is written once: whoever comes second learns that it is there."""

from django.db import connections
from django.db.models import AutoField, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert_once(row: Model, *, alias: str) -> bool:
    """Whether this call wrote the row; not when one of its unique values is taken.

    One statement, so durable by itself where no transaction is open. A writer of the same values
    that is at work is waited for. What the database fills in is not read back.
    """
    query = InsertQuery(type(row), on_conflict=OnConflict.IGNORE)
    query.insert_values(
        [field for field in row._meta.concrete_fields if not isinstance(field, AutoField)], [row]
    )
    [(statement, values)] = query.get_compiler(using=alias).as_sql()
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        written = bool(cursor.rowcount)
    if written:
        row._state.adding, row._state.db = False, alias
    return written
