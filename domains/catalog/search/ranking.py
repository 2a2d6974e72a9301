"""The best of what was found: of all where they are few, of the promising ones where they are very many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domains.catalog import cards, tree
from domains.catalog.clauses import Clause, all_of
from domains.catalog.models import BUCKETS, NAMED_PART, PARTS
from domains.catalog.pricing import rows_in
from domains.catalog.queries import card_columns
from domains.catalog.search.asking import CONFIG
from domains.catalog.search.sampling import ENOUGH
from domains.catalog.search.text_query import TextQuery

# The fair part has at least so many products, or is the largest that has an index of its own.
_PART_OF = 4_000
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
SELECT {columns}, {marked}, (SELECT count(*) FROM ranked), {in_part}, {are_few}
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
    {{in_part}}
), named AS MATERIALIZED (
    SELECT product_id FROM catalog_product_row
    WHERE listed AND bucket < {NAMED_PART} AND {{name_fits}} LIMIT {{of_each}}
), promising AS MATERIALIZED (
    SELECT product_id FROM named
    UNION
    (SELECT product_id FROM catalog_product_row
     WHERE listed AND {{name_fits}} AND (SELECT count(*) FROM named) < {_FEW} LIMIT {{of_each}})
    UNION
    (SELECT product_id FROM catalog_product_row WHERE listed
     ORDER BY popularity DESC, product_id DESC LIMIT {{of_each}})
    UNION
    SELECT unnest(%s::uuid[])
    EXCEPT
    SELECT product_id FROM part
),
"""  # noqa: S608
_NAME_FITS = f"to_tsvector('{CONFIG}'::regconfig, COALESCE(name, '')) @@ {{query}}"
_IN_PART = "(SELECT count(*) FROM part)"
# Whether so few fit the words alone that all of them can be counted, whatever filters leave.
_ARE_FEW = """CASE WHEN (SELECT count(*) FROM part) >= {enough} THEN false ELSE (SELECT count(*) FROM (
    SELECT 1 FROM {rows} AS shown WHERE {words} AND bucket < {buckets} LIMIT {enough}
) AS fitting) < {enough} END"""
_IS_PROMISING = "product_id = ANY(ARRAY(SELECT product_id FROM promising))"
_MANY = "SELECT product_id, relevance, place FROM part WHERE {are_many} UNION ALL ({promising})"


@dataclass(frozen=True, slots=True)
class Effort:
    """How many are `compared` one by one.

    Of what more fit, in a shop of more than `large`, the best are looked for among so many `in_part` that is
    fair to all, and among those that are named so and the shop's bestsellers, so many `of_each`.
    """

    compared: int
    in_part: int
    of_each: int
    large: int


SEARCHING = Effort(compared=2_000, in_part=500, of_each=150, large=5_000)
SUGGESTING = Effort(compared=300, in_part=100, of_each=100, large=20_000)


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
    """What is compared, the tables that it needs before, and how many `in_part` of so many buckets fit.

    Where `enough` of them do, the rest was left out. `are_few` is whether the words alone fit so few that
    all of them can be counted.
    """

    compared: Clause
    before: Clause = _NONE
    in_part: str = "0"
    buckets: int = BUCKETS
    enough: int = 1
    are_few: Clause = _FALSE


@dataclass(frozen=True, slots=True)
class Found:
    """A page, how many there are, whether that is only `about` right, and whether the words alone fit few."""

    rows: list[Any]
    total: int | None
    about: bool = False
    are_few: bool = False


def best(wanted: Wanted, *, limit: int, start: int = 0, marked: Clause = _UNMARKED) -> Found:
    """The page that begins at `start`; one query.

    Past the last page nobody knows how many there are, nor of more than are compared in a small shop.
    """
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
        in_part=pool.in_part,
        are_few=pool.are_few.sql,
        limit=limit,
        start=start,
    )
    given = (pool.before, pool.compared, marked, pool.are_few)
    rows = cards.read(statement, [value for one in given for value in one.parameters])
    if not rows:
        return Found(rows, None if start else 0)
    first = rows[0]
    if first.in_part >= pool.enough:
        # Where no more were counted there are more, on an average of such words twice as many.
        guess = first.in_part * (1 if first.in_part < wanted.effort.in_part else 2)
        return Found(rows, guess * BUCKETS // pool.buckets, about=True, are_few=first.are_few)
    if first.counted >= wanted.effort.compared:
        return Found(rows, None, are_few=first.are_few)
    return Found(rows, first.counted, are_few=first.are_few)


def _few_or_promising(wanted: Wanted) -> _Pool:
    """All of what fits, or what is promising where that is very much; PostgreSQL reads only one of them."""
    products, where, effort = tree.count_products(), wanted.where, wanted.effort
    buckets = next((part for part in PARTS if products * part >= BUCKETS * _PART_OF), PARTS[-1])
    enough = max(1, effort.compared * buckets // BUCKETS)
    part = wanted.comparing(all_of([where, Clause(f"bucket < {buckets}")]), most=effort.in_part)
    before = _PROMISING.format(
        in_part=part.sql,
        name_fits=_NAME_FITS.format(query=wanted.query.once),
        of_each=effort.of_each,
    )
    words, also = wanted.query.parameters, [*wanted.order.first, *wanted.also]
    are_many = f"{_IN_PART} >= {enough}"
    few = wanted.comparing(all_of([where, Clause(f"NOT {are_many}")]), most=effort.compared)
    promising = wanted.comparing(
        all_of([Clause(_IS_PROMISING), where, Clause(are_many)]), most=effort.compared
    )
    many = Clause(_MANY.format(are_many=are_many, promising=promising.sql), promising.parameters)
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
        Clause(f"({few.sql}) UNION ALL {many.sql}", (*few.parameters, *many.parameters)),
        Clause(before, (*part.parameters, *words, *words, also)),
        _IN_PART,
        buckets,
        enough,
        are_few,
    )
