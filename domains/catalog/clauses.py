"""Pieces of SQL with their parameters: what the ORM would put together anew for every read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition or a column. All names in the text are ours; what people typed stands in the parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


# What shoppers may see.
LISTED = Clause("listed")


def all_of(conditions: Iterable[Clause]) -> Clause:
    """Every one of the conditions, of which there must be one."""
    given = tuple(conditions)
    return Clause(
        " AND ".join(one.sql for one in given), tuple(value for one in given for value in one.parameters)
    )


def row_by_row(condition: Clause) -> Clause:
    """The same, asked of each row that is found otherwise.

    A plan that is kept for every value reads an index of prices beside that of words, a million entries of it
    where the price leaves nothing out.
    """
    return Clause(f"({condition.sql}) IS TRUE", condition.parameters)
