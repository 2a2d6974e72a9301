"""What statements that are made once need to know of a table: columns, types, what is sent for a row."""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models import AutoField, CharField, Field, Model

from domains.kernel.values import recordset_of, to_records

Fields = tuple["Field[Any, Any]", ...]
Reader = Callable[[Model, Any], Any]
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


@cache
def columns_of(model: type[Model]) -> Fields:
    """All but a number that the database counts."""
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


@cache
def readers_of(model: type[Model]) -> dict[str, Reader]:
    """How the value that is sent for a field is got out of a row and its connection, by the field's name."""
    return {field.name: _reader_of(field) for field in columns_of(model)}


def _reader_of(field: "Field[Any, Any]") -> Reader:
    """As most fields are, without asking the field each time."""
    is_stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if isinstance(field, _SENT_AS_IT_IS) or (isinstance(field, models.DateTimeField) and not is_stamped):
        found = attrgetter(field.attname)
        return lambda row, connection: found(row)

    def prepared(row: Model, connection: Any) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection)

    return prepared


def as_table(rows: Sequence[Model], fields: Fields, alias: str) -> tuple[str, str]:
    """The rows as a table in a statement, and its one parameter."""
    types = {str(field.column): type_of(field, alias) for field in fields}
    return recordset_of(types), as_json(rows, fields)


def as_json(rows: Sequence[Model], fields: Fields) -> str:
    """That parameter."""
    return to_records(
        [str(field.column) for field in fields],
        ([getattr(row, field.attname) for field in fields] for row in rows),
    )


def type_of(field: "Field[Any, Any]", alias: str) -> str:
    """A text's length is checked where it is stored; a cast here would cut it off in silence."""
    if isinstance(field, ArrayField):
        return f"{type_of(field.base_field, alias)}[]"
    if isinstance(field, CharField):
        return "text"
    return str(field.db_type(connections[alias]))
