"""A text query as one piece of SQL: what the ORM builds of its parts is slow to take apart."""

from typing import Any

from django.contrib.postgres.search import SearchQuery


class TextQuery(SearchQuery):
    """Its SQL with its parameters; `|` and `&` join two, `~` is what does not fit."""

    def __init__(self, sql: str, parameters: tuple[str, ...]) -> None:
        super().__init__("")
        self.set_source_expressions([])
        self.sql, self.parameters = sql, parameters

    @classmethod
    def of(cls, function: str, config: str, text: str) -> "TextQuery":
        """What the function of PostgreSQL makes of the text; function and config are names of ours."""
        return cls(f"{function}('{config}'::regconfig, %s)", (text,))

    def __or__(self, other: Any) -> "TextQuery":  # type: ignore[override]
        return self._joined("||", other)

    def __and__(self, other: Any) -> "TextQuery":  # type: ignore[override]
        return self._joined("&&", other)

    def __invert__(self) -> "TextQuery":  # type: ignore[override]
        return TextQuery(f"(!! {self.sql})", self.parameters)

    def _joined(self, sign: str, other: "TextQuery") -> "TextQuery":
        return TextQuery(f"({self.sql} {sign} {other.sql})", (*self.parameters, *other.parameters))

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        return self.sql, list(self.parameters)
