"""The best of what was found: of all where they are few, of the promising ones where they are very many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domains.catalog import cards, tree
from domains.catalog.clauses import Clause, all_of
from domains.catalog.models import BUCKETS, PART
from domains.catalog.pricing import rows_in
from domains.catalog.queries import card_columns
from domains.catalog.search.asking import CONFIG
from domains.catalog.search.sampling import ENOUGH
from domains.catalog.search.text_query import TextQuery

# In a shop of more than this the fair part is the one that has indexes of its own.
_VERY_LARGE = 250_000
# Else it has so many products, and never more than a quarter of the shop.
_PART_OF, _MOST_BUCKETS = 20_000, BUCKETS // 4
# So few in a part are few in all: then the index of all names is quickly read.
_FEW = 100
_UNMARKED = Clause("''")
_NONE, _FALSE = Clause(""), Clause("false")
# Names are marked once it is settled which rows are shown.
_BEST = """
WITH {before} ranked AS MATERIALIZED (
    {pool}
), best AS (
    SELECT product_id, relevance, place FROM ranked
    ORDER BY place, relevance DESC, product_id DESC LIMIT {limit} OFFSET {start}
)
SELECT {columns}, {marked}, (SELECT count(*) FROM ranked), {are_many}, {are_few}
FROM best JOIN {rows} AS shown USING (product_id)
ORDER BY best.place, best.relevance DESC, product_id DESC
"""
_COMPARING = """SELECT product_id, {relevance} AS relevance, {place} AS place
    FROM {rows} AS shown WHERE {conditions} LIMIT {most}"""
# Whether they are very many is seen in the fair part, whose own index of words is small. That of the whole
# shop is read only for what is rare there: where a word is in a tenth of a million products, reading it
# takes longer than everything else.
_PROMISING = f"""
part AS MATERIALIZED (
    SELECT product_id FROM {{rows}} AS shown
    WHERE {{conditions}} AND bucket < {{buckets}} LIMIT {{part}}
), named AS MATERIALIZED (
    SELECT product_id FROM catalog_product_row
    WHERE listed AND bucket < {PART} AND {{name_fits}} LIMIT {{of_each}}
), promising AS MATERIALIZED (
    SELECT product_id FROM part
    UNION
    SELECT product_id FROM named
    UNION
    (SELECT product_id FROM catalog_product_row
     WHERE listed AND {{name_fits}} AND (SELECT count(*) FROM named) < {_FEW} LIMIT {{of_each}})
    UNION
    (SELECT product_id FROM catalog_product_row WHERE listed
     ORDER BY popularity DESC, product_id DESC LIMIT {{of_each}})
    UNION
    SELECT unnest(%s::uuid[])
),
"""  # noqa: S608
_NAME_FITS = f"to_tsvector('{CONFIG}'::regconfig, COALESCE(name, '')) @@ {{query}}"
_ARE_MANY = "(SELECT count(*) FROM part) >= {enough}"
# Whether so few fit the words alone that all of them can be counted, whatever filters leave.
_ARE_FEW = """(SELECT count(*) FROM (
    SELECT 1 FROM {rows} AS shown WHERE {words} AND bucket < {buckets} LIMIT {enough}
) AS fitting) < {enough}"""
_IS_PROMISING = "product_id = ANY(ARRAY(SELECT product_id FROM promising))"


@dataclass(frozen=True, slots=True)
class Effort:
    """How many are `compared` one by one.

    Of what more fit, in a shop of more than `large`, the best are looked for among those that are named so,
    the shop's bestsellers, and a part that is fair to all: so many `of_each`.
    """

    compared: int
    of_each: int
    large: int


SEARCHING = Effort(compared=5_000, of_each=1_000, large=5_000)
SUGGESTING = Effort(compared=300, of_each=300, large=20_000)


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, in which order and with how much effort, at the prices of a currency.

    Of very many, those that are in `also` are looked at in any case. `words` is what fits the words alone,
    where filters leave out some of it.
    """

    where: Clause
    query: TextQuery
    order: Order
    effort: Effort
    currency: str = ""
    also: Sequence[UUID] = ()
    words: Clause | None = None

    def comparing(self, where: Clause, *, most: int) -> Clause:
        """At most so many of the rows with what they are put in order by."""
        relevance, place = self.order.relevance, self.order.place()
        sql = _COMPARING.format(
            rows=rows_in(self.currency),
            relevance=relevance.sql,
            place=place.sql,
            conditions=where.sql,
            most=most,
        )
        return Clause(sql, (*relevance.parameters, *place.parameters, *where.parameters))


@dataclass(frozen=True, slots=True)
class _Pool:
    """What is compared, the tables that it needs before, and whether the rest was left out.

    `are_few` is whether the words alone fit so few that all of them can be counted.
    """

    compared: Clause
    before: Clause = _NONE
    are_many: str = "false"
    are_few: Clause = _FALSE


@dataclass(frozen=True, slots=True)
class Found:
    """A page, how many there are unless they are very many, and whether all that the words fit are few."""

    rows: list[Any]
    total: int | None
    are_few: bool


def best(wanted: Wanted, *, limit: int, start: int = 0, marked: Clause = _UNMARKED) -> Found:
    """The page that begins at `start`; one query."""
    if tree.count_products() > wanted.effort.large:
        pool = _few_or_promising(wanted)
    else:
        pool = _Pool(wanted.comparing(wanted.where, most=wanted.effort.compared))
    statement = _BEST.format(
        rows=rows_in(wanted.currency),
        before=pool.before.sql,
        pool=pool.compared.sql,
        columns=card_columns("shown"),
        marked=marked.sql,
        are_many=pool.are_many,
        are_few=pool.are_few.sql,
        limit=limit,
        start=start,
    )
    given = (pool.before, pool.compared, marked, pool.are_few)
    rows = cards.read(statement, [value for one in given for value in one.parameters])
    if not rows:
        return Found(rows, None if start else 0, are_few=False)
    left_out = rows[0].are_many or rows[0].counted >= wanted.effort.compared
    return Found(rows, None if left_out else rows[0].counted, rows[0].are_few)


def _few_or_promising(wanted: Wanted) -> _Pool:
    """All of what fits, or what is promising where that is very much; PostgreSQL reads only one of them."""
    products, where, effort = tree.count_products(), wanted.where, wanted.effort
    buckets = PART if products > _VERY_LARGE else min(_MOST_BUCKETS, BUCKETS * _PART_OF // products)
    enough = max(1, effort.compared * buckets // BUCKETS)
    before = _PROMISING.format(
        rows=rows_in(wanted.currency),
        conditions=where.sql,
        buckets=buckets,
        part=max(effort.of_each, enough),
        name_fits=_NAME_FITS.format(query=wanted.query.once),
        of_each=effort.of_each,
    )
    words, also = wanted.query.parameters, [*wanted.order.first, *wanted.also]
    are_many = _ARE_MANY.format(enough=enough)
    few = wanted.comparing(all_of([where, Clause(f"NOT {are_many}")]), most=effort.compared)
    some = wanted.comparing(all_of([Clause(_IS_PROMISING), where, Clause(are_many)]), most=4 * effort.of_each)
    are_few = _FALSE
    if wanted.words is not None:
        sql = _ARE_FEW.format(
            rows=rows_in(wanted.currency),
            words=wanted.words.sql,
            buckets=buckets,
            enough=ENOUGH * buckets // BUCKETS + 1,
        )
        are_few = Clause(sql, wanted.words.parameters)
    return _Pool(
        Clause(f"({few.sql}) UNION ALL ({some.sql})", (*few.parameters, *some.parameters)),
        Clause(before, (*where.parameters, *words, *words, also)),
        are_many,
        are_few,
    )
