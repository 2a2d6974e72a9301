"""How many rows are counted: all of a few, a fair part of many.

Each row has one of so many buckets, by chance. To count over the first few of these and to multiply costs
the same at ten thousand products and at a million.
"""

import json
from collections.abc import Sequence

from django.db import connections

from domains.catalog import tree
from domains.catalog.clauses import Clause
from domains.catalog.models import BUCKETS, PART
from domains.catalog.search.counting import selection
from domains.kernel.router import database_of

# So many rows are counted one by one; of more, a part of a quarter to half as many.
ENOUGH = 3_000
# A part that turned out smaller than this was chosen by a wrong guess.
TOO_FEW = 200


def buckets_for(groups: Sequence[Clause], *, table: str, known: int | None = None) -> list[int]:
    """Over how many buckets what meets each of these is to be counted; no row is read for it."""
    if tree.count_products() <= ENOUGH:
        return [BUCKETS] * len(groups)
    guesses = [known] if known is not None and len(groups) == 1 else _guesses(groups, table)
    if known is not None:
        # The planner is mistaken about all of them alike.
        guesses = [max(known, guess * known // max(guesses[0], 1)) for guess in guesses]
    return [part_of(rows) for rows in guesses]


def part_of(rows: int) -> int:
    """Over how many buckets so many rows are counted.

    A power of two, so that there are few such statements: the number stands in them.
    """
    if rows <= ENOUGH:
        return BUCKETS
    return int(1 << max(0, (BUCKETS * ENOUGH // (2 * rows)).bit_length() - 1))


def within(buckets: int) -> Clause:
    """Being in one of the first so many; the planner sees that the index of a part has them."""
    if buckets < PART:
        return Clause(f"bucket < {PART} AND (bucket < {buckets}) IS TRUE")
    return Clause(f"bucket < {buckets}")


def scaled(count: int, buckets: int) -> int:
    """How many there are, when so many were counted; a guess has two digits and zeros."""
    if buckets == BUCKETS:
        return count
    guess = count * BUCKETS // buckets
    return round(guess, 2 - len(str(guess)))


def _guesses(groups: Sequence[Clause], table: str) -> list[int]:
    """What the planner expects of each."""
    tables = ", ".join(
        f"g{place} AS MATERIALIZED ({selection(met, table)})" for place, met in enumerate(groups)
    )
    counted = ", ".join(f"(SELECT count(*) FROM g{place})" for place in range(len(groups)))  # noqa: S608
    with connections[database_of("catalog")].cursor() as cursor:
        given = [value for met in groups for value in met.parameters]
        # Every name in it is ours, what people typed stands in the parameters.
        cursor.execute(f"EXPLAIN (FORMAT JSON) WITH {tables} SELECT {counted}", given)
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    rows = {one.get("Subplan Name"): one["Plan Rows"] for one in plan[0]["Plan"]["Plans"]}
    return [int(rows[f"CTE g{place}"]) for place in range(len(groups))]
