"""JSON kept as it was written."""

from typing import Any

from django.db import models
from psycopg.types.json import Json


class VerbatimJSONField(models.JSONField):
    """An object in a `json` column, which keeps the order of its keys; `jsonb` does not."""

    def db_type(self, connection: Any) -> str:
        return "json"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return (
            Json(value) if isinstance(value, dict) else super().get_db_prep_value(value, connection, prepared)
        )

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # Django teaches the driver to leave `jsonb` as text for it, but not `json`.
        return value if isinstance(value, dict) else super().from_db_value(value, expression, connection)
