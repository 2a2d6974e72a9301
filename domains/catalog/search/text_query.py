"""A text query as one piece of SQL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Its SQL with its parameters; `|` and `&` join two, `~` is what does not fit."""

    sql: str
    parameters: tuple[str, ...]

    @classmethod
    def of(cls, function: str, config: str, text: str) -> "TextQuery":
        """What the function of PostgreSQL makes of the text; function and config are names of ours."""
        return cls(f"{function}('{config}'::regconfig, %s)", (text,))

    @property
    def once(self) -> str:
        """Its SQL, read once a statement: a plan that is kept for every text would read it for every row."""
        return f"(SELECT {self.sql})"

    def __or__(self, other: "TextQuery") -> "TextQuery":
        return self._joined("||", other)

    def __and__(self, other: "TextQuery") -> "TextQuery":
        return self._joined("&&", other)

    def __invert__(self) -> "TextQuery":
        return TextQuery(f"(!! {self.sql})", self.parameters)

    def _joined(self, sign: str, other: "TextQuery") -> "TextQuery":
        return TextQuery(f"({self.sql} {sign} {other.sql})", (*self.parameters, *other.parameters))
