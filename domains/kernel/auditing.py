"""Invariants as SQL: each rule is a query for the rows that break it.

A rule reads the tables of one domain. What spans domains is checked by whoever may call both.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from domains.kernel.postgresql.base import waiting
from domains.kernel.types import Violation

# A look at whole tables may take longer than the shop lets any other statement take.
_LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class Rule:
    """`sql` selects a subject and a detail for each row that breaks the invariant."""

    invariant: str
    sql: str
    parameters: tuple[Any, ...] = ()


def guard(invariant: str, *names: str) -> Rule:
    """These constraints, indexes or triggers are in the database, and at work."""
    return Rule(invariant, _MISSING, (list(names),))


def no_secrets(table: str, key: str, *columns: str) -> Rule:
    """No card number and no token stands in the text of these columns."""
    text = " || ' ' || ".join(f"coalesce({column}::text, '')" for column in columns)
    return Rule("I19", _SECRETS.format(table=table, key=key, text=text))


def audit(alias: str, rules: Iterable[Rule], *, only: Collection[str], limit: int) -> tuple[Violation, ...]:
    """What breaks the rules, at most `limit` rows each; of these invariants where some are named."""
    found: list[Violation] = []
    for rule in rules:
        if not only or rule.invariant in only:
            found += _broken(alias, rule, limit)
    return tuple(found)


def _broken(alias: str, rule: Rule, limit: int) -> list[Violation]:
    """A transaction each: a shop at work waits for none, and its dead rows are cleaned up in between."""
    connection = connections[alias]
    with waiting(connection, _LONGEST_S + 1), transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{_LONGEST_S}s'")
        # A look at everything is worth what a request is not: helpers of PostgreSQL's own.
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        cursor.execute(f"{rule.sql} LIMIT {int(limit)}", rule.parameters or None)
        return [Violation(rule.invariant, str(subject), str(detail)) for subject, detail in cursor.fetchall()]


_MISSING = """
SELECT name, 'this guard is missing in the database'
FROM unnest(%s::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conname = name AND convalidated)
  AND NOT EXISTS (SELECT FROM pg_class WHERE relname = name AND relkind = 'i')
  AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = name AND tgenabled <> 'D')
"""

# A card number is 13 to 19 digits that stand alone and pass the check that cards are numbered by.
_SECRETS = r"""
SELECT {key}, CASE WHEN number LIKE 'eyJ%' THEN 'a token' ELSE 'a card number' END || ' stands in {table}'
FROM (
    SELECT {key}, (regexp_matches(
        {text},
        '(?<![0-9A-Za-z-])([2-6][0-9]{{12,18}}|eyJ[\w-]{{8,}}\.[\w-]{{8,}}\.[\w-]+)(?![0-9A-Za-z-])', 'g'
    ))[1] AS number
    FROM {table} WHERE {text} ~ '([2-6][0-9]{{12}}|eyJ)'
) AS suspect
WHERE number LIKE 'eyJ%' OR (
    SELECT sum(CASE WHEN (length(number) - place) % 2 = 1 THEN doubled ELSE digit END) % 10 = 0
    FROM generate_series(1, length(number)) AS place,
         LATERAL (SELECT substr(number, place, 1)::int AS digit) AS one,
         LATERAL (SELECT digit * 2 - CASE WHEN digit > 4 THEN 9 ELSE 0 END AS doubled) AS two
)
"""
