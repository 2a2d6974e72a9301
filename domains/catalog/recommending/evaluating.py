"""How well the recommendations would have foreseen what people bought last.

Of each person the last product that was new to them is held out; everything is told from the rest.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from random import Random
from typing import NamedTuple
from uuid import UUID

from domains.catalog import queries
from domains.catalog.models import Purchase
from domains.catalog.recommending import around, purchases, tastes, trends
from domains.catalog.types import RecommendationKind, RecommendationScore

# Whoever bought less shows no habit that anything could be told from.
_LEAST_PRODUCTS = 3
_CONTEXT = 5
# So many more like it are asked for, as some of them are bought already.
_SPARE = 40


class Row(NamedTuple):
    """One product in one order."""

    reference_id: UUID
    product_id: UUID
    user_id: UUID | None
    bought_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody bought at that moment, and what they had bought before, newest first."""

    user_id: UUID
    sought: UUID
    at: datetime
    before: tuple[UUID, ...]


Ranking = Callable[[Case], Iterable[UUID]]


def scores(*, top: int, most: int, seed: int) -> tuple[RecommendationScore, ...]:
    """Each kind's score over at most so many people, chosen by the seed; none where nobody bought enough."""
    rows = [*_rows()]
    sellable = set(queries.listed_rows().filter(in_stock=True).values_list("product_id", flat=True))
    cases = _cases(rows, sellable, most=most, seed=seed)
    if not cases:
        return ()
    held = {(case.user_id, case.sought) for case in cases}
    known = [row for row in rows if (row.user_id, row.product_id) not in held]
    rankings: Mapping[RecommendationKind, Ranking] = {
        RecommendationKind.BESTSELLING: _bestselling(known),
        RecommendationKind.TRENDING: _trending(known, cases),
        RecommendationKind.SIMILAR: _similar(top),
        RecommendationKind.BOUGHT_TOGETHER: _bought_together(known),
        RecommendationKind.PERSONAL: _personal(known, top),
    }
    return tuple(_score(kind, one, cases, sellable, top) for kind, one in rankings.items())


def _rows() -> Iterator[Row]:
    found = Purchase.objects.order_by("bought_at", "id")
    for row in found.values_list(*Row._fields).iterator(chunk_size=10_000):
        yield Row(*row)


def _cases(rows: Sequence[Row], sellable: Collection[UUID], *, most: int, seed: int) -> list[Case]:
    """By time."""
    first: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for row in rows:
        if row.user_id is not None:
            first[row.user_id].setdefault(row.product_id, row.bought_at)
    cases = []
    for user_id, own in first.items():
        *before, sought = own
        if len(own) >= _LEAST_PRODUCTS and sought in sellable:
            cases.append(Case(user_id, sought, own[sought], tuple(reversed(before))))
    if len(cases) > most:
        cases = Random(seed).sample(cases, most)  # noqa: S311  no secret
    return sorted(cases, key=lambda case: (case.at, case.user_id))


def _score(
    kind: RecommendationKind, ranking: Ranking, cases: Sequence[Case], sellable: Collection[UUID], top: int
) -> RecommendationScore:
    hits, offered = 0, set[UUID]()
    for case in cases:
        best: list[UUID] = []
        for one in ranking(case):
            if one in sellable and one not in case.before:
                best.append(one)
                if len(best) == top:
                    break
        hits += case.sought in best
        offered.update(best)
    return RecommendationScore(kind, len(cases), hits, len(sellable), len(offered))


# --- The kinds ---------------------------------------------------------------------------------


def _bestselling(known: Sequence[Row]) -> Ranking:
    counts = Counter(row.product_id for row in known)
    ranked = [product_id for product_id, _ in counts.most_common()]
    return lambda _case: ranked


def _trending(known: Sequence[Row], cases: Sequence[Case]) -> Ranking:
    """As it was at each case's own moment."""
    ranked: dict[UUID, list[UUID]] = {}
    heat: dict[UUID, float] = {}
    place = 0
    for case in cases:
        while place < len(known) and known[place].bought_at < case.at:
            product_id, sign = known[place].product_id, trends.heat_of(known[place].bought_at)
            before = heat.get(product_id, -math.inf)
            heat[product_id] = max(before, sign) + math.log1p(math.exp(-abs(before - sign)))
            place += 1
        ranked[case.user_id] = heapq.nlargest(_SPARE, heat, key=heat.__getitem__)
    return lambda case: ranked[case.user_id]


def _similar(top: int) -> Ranking:
    """The shop's own query, about the product that was bought before."""
    return lambda case: (
        row.product_id for row in around.read(case.before[:1], together=0, similar=top + _SPARE)
    )


def _bought_together(known: Sequence[Row]) -> Ranking:
    orders: dict[UUID, set[UUID]] = defaultdict(set)
    for row in known:
        orders[row.reference_id].add(row.product_id)
    pairs: dict[UUID, Counter[UUID]] = defaultdict(Counter)
    for products in orders.values():
        if len(products) <= purchases.WIDEST_ORDER:
            for one, other in permutations(products, 2):
                pairs[one][other] += 1

    bought = Counter(row.product_id for row in known)

    def ranking(case: Case) -> Iterable[UUID]:
        together: dict[UUID, float] = defaultdict(float)
        for one in case.before[:_CONTEXT]:
            for other, count in pairs[one].items():
                together[other] += count / bought[one] / bought[other] ** around.DAMPENING
        return sorted(together, key=together.__getitem__, reverse=True)

    return ranking


def _personal(known: Sequence[Row], top: int) -> Ranking:
    histories: dict[UUID, Counter[UUID]] = defaultdict(Counter)
    for row in known:
        if row.user_id is not None:
            histories[row.user_id][row.product_id] += 1
    enough = {one: own for one, own in histories.items() if len(own) >= tastes.LEAST_PRODUCTS}
    learned = {user_id: [wish for wish, _ in wishes] for user_id, wishes in tastes.learn(enough, each=top)}
    return lambda case: learned.get(case.user_id, ())
