"""How many rows are counted: all of a few, a fair part of many.

Each row has one of so many buckets, by chance. To count over the first few of these and to multiply costs
the same at ten thousand products and at a million.
"""

import json
from collections.abc import Sequence

from django.db import connections

from domains.catalog import tree
from domains.catalog.clauses import Clause
from domains.catalog.models import BUCKETS, PARTS
from domains.catalog.search.counting import selection
from domains.kernel.router import database_of

# So many rows are counted one by one; of more, a fair part that has at least so many.
ENOUGH, FAIR = 2_000, 250
# A part that turned out smaller than this was chosen by a wrong guess.
TOO_FEW = 150


def buckets_for(groups: Sequence[Clause], *, table: str, seen: int | None = None) -> list[int]:
    """Over how many buckets what meets each of these is to be counted; no row is read for it.

    About how many meet the first may have been `seen` already.
    """
    if tree.count_products() <= ENOUGH:
        return [BUCKETS] * len(groups)
    if seen is None:
        return [part_of(rows) for rows in _guesses(groups, table)]
    if len(groups) == 1:
        return [part_of(seen)]
    first, *others = _guesses(groups, table)
    # The planner is mistaken about all of them alike.
    return [part_of(rows) for rows in (seen, *(max(seen, other * seen // max(first, 1)) for other in others))]


def part_of(rows: int) -> int:
    """Over how many buckets so many rows are counted: all, or the smallest part that has a fair number."""
    if rows <= ENOUGH:
        return BUCKETS
    return next((part for part in PARTS if rows * part >= BUCKETS * FAIR), PARTS[-1])


def within(buckets: int) -> Clause:
    """Being in one of the first so many, said in the text: so the planner sees which index has them."""
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
