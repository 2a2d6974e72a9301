"""The best of what was found: of all where they are few, of the promising ones where they are very many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domains.catalog import cards, tree
from domains.catalog.clauses import Clause, all_of
from domains.catalog.models import BUCKETS
from domains.catalog.pricing import rows_in
from domains.catalog.queries import card_columns
from domains.catalog.search.asking import CONFIG
from domains.catalog.search.text_query import TextQuery

# So many are compared one by one.
_COMPARED = 5_000
# Of what more fit, the best are looked for among those that are named so, the shop's bestsellers, and a part
# that is fair to all, so many of each.
_OF_EACH, _PART_OF = 2_000, 20_000
_UNMARKED = Clause("''")
# Names are marked once it is settled which rows are shown.
_BEST = """
WITH ranked AS MATERIALIZED (
    SELECT product_id, {relevance} AS relevance, {place} AS place
    FROM {rows} AS shown WHERE {conditions} LIMIT {most}
), best AS (
    SELECT product_id, relevance, place FROM ranked
    ORDER BY place, relevance DESC, product_id DESC LIMIT {limit} OFFSET {start}
)
SELECT {columns}, {marked}, (SELECT count(*) FROM ranked)
FROM best JOIN {rows} AS shown USING (product_id)
ORDER BY best.place, best.relevance DESC, product_id DESC
"""
_PROMISING = f"""product_id = ANY(ARRAY(
    (SELECT product_id FROM catalog_product_row
     WHERE listed AND to_tsvector('{CONFIG}'::regconfig, COALESCE(name, '')) @@ {{query}} LIMIT {_OF_EACH})
    UNION
    (SELECT product_id FROM catalog_product_row WHERE listed
     ORDER BY popularity DESC, product_id DESC LIMIT {_OF_EACH})
    UNION
    (SELECT product_id FROM catalog_product_row
     WHERE listed AND search @@ {{query}} AND bucket < {{buckets}} LIMIT {_OF_EACH})
    UNION
    SELECT unnest(%s::uuid[])
))"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Order:
    """The most relevant first, but before them what stands `first`, in its order."""

    relevance: Clause
    first: Sequence[UUID] = ()

    def place(self) -> Clause:
        """Where a row stands among those that stand first; nothing, which comes last, for all others."""
        if not self.first:
            return Clause("NULL::int")
        return Clause("array_position(%s::uuid[], product_id)", (list(self.first),))


def best(
    met: Sequence[Clause],
    query: TextQuery,
    order: Order,
    *,
    also: Sequence[UUID],
    limit: int,
    start: int,
    marked: Clause,
    currency: str,
) -> tuple[list[Any], int | None]:
    """The rows of the page that begins at `start`, and how many there are in all unless they are very many.

    Of very many, those that are in `also` are looked at in any case. One query, two for very many.
    """
    rows = read(met, order, limit=limit, start=start, marked=marked, currency=currency, most=_COMPARED + 1)
    total = rows[0].counted if rows else 0
    if total <= _COMPARED:
        return rows, total if rows or not start else None
    some, most = [*met, _promising(query, [*order.first, *also])], 4 * _OF_EACH
    return read(some, order, limit=limit, start=start, marked=marked, currency=currency, most=most), None


def read(
    met: Sequence[Clause],
    order: Order,
    *,
    limit: int,
    most: int,
    start: int = 0,
    marked: Clause = _UNMARKED,
    currency: str = "",
) -> list[Any]:
    """The best of at most so many that meet all conditions; each row says how many were compared.

    Of another currency than the shop's own, only what has a price in it, at that price.
    """
    where, place = all_of(met), order.place()
    statement = _BEST.format(
        rows=rows_in(currency),
        columns=card_columns("shown"),
        marked=marked.sql,
        relevance=order.relevance.sql,
        place=place.sql,
        conditions=where.sql,
        most=most,
        limit=limit,
        start=start,
    )
    given = (order.relevance, place, where, marked)
    return cards.read(statement, [value for one in given for value in one.parameters])


def _promising(query: TextQuery, also: Sequence[UUID]) -> Clause:
    buckets = max(1, BUCKETS * _PART_OF // max(tree.count_products(), 1))
    sql = _PROMISING.format(query=query.sql, buckets=buckets)
    return Clause(sql, (*query.parameters, *query.parameters, list(also)))
