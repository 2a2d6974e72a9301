"""What else a shopper may want."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domains.catalog import cards, queries
from domains.catalog.narrowing import ORDERINGS, check_currency, trait
from domains.catalog.pricing import is_own
from domains.catalog.recommending import around, evaluating, purchases, tastes, trends, views
from domains.catalog.types import Ordering, Recommendation, RecommendationKind, RecommendationScore
from domains.kernel import clock
from domains.kernel.ids import ProductId, UserId
from domains.kernel.transactions import durable, stepwise

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from domains.catalog.models import ProductRow

_REASONS = {
    RecommendationKind.BOUGHT_TOGETHER: "Often bought with {}",
    RecommendationKind.SIMILAR: "Similar to {}",
    RecommendationKind.PERSONAL: "Because you bought {}",
}
_LAST, _PEOPLE_AT_ONCE = 5, 1_000


def list_around(
    product_ids: Sequence[ProductId], *, together: int = 4, similar: int = 4, currency: str = ""
) -> tuple[Recommendation, ...]:
    """What was most often bought with any of the products, then what is most like the first; one query.

    All of it can be bought, in the currency, nothing is there twice, none is one of these products, and
    there may be less of it than was asked for. Raises InvalidFilter for what is no currency.
    """
    rows = around.read(product_ids, together=together, similar=similar, currency=currency)
    return tuple(map(_because, rows))


def list_for_user(user_id: UserId, *, limit: int = 4, currency: str = "") -> tuple[Recommendation, ...]:
    """What this person may want: what was learned from everybody's purchases, best first.

    Where that is too little, what stands around what they bought last; nothing for who bought nothing.
    All of it can be bought in the currency. One query where enough was learned, else three.
    Raises InvalidFilter for what is no currency.
    """
    wanted = tastes.wanted_by(user_id, limit, currency=currency)
    found = {one.card.id: one for one in map(_because, wanted)}
    if len(found) < limit:
        last = purchases.last_of(user_id, _LAST)
        # Half of either, so that one is not crowded out by the other.
        half = (limit + 1) // 2
        for one in list_around(last, together=half, similar=limit, currency=currency):
            found.setdefault(one.card.id, one)
    return tuple(found.values())[:limit]


@stepwise
def record_view(slug: str) -> None:
    """Somebody looked at the product's page: trends count it when `fold_views` comes round."""
    views.note(slug)


@stepwise
def fold_views() -> int:
    """Trends count the looks gathered so far, twenty like an order: at how many products."""
    return views.count_some()


def get_recommendation_scores(
    *, top: int = 10, most: int = 2_000, seed: int = 1
) -> tuple[RecommendationScore, ...]:
    """How well each kind would have foreseen among its `top` what people bought last, bestsellers first.

    Of at most so many people, chosen by the seed; empty where nobody bought enough. It reads every purchase
    and asks a query for each person: nothing for a request.
    """
    return evaluating.scores(top=top, most=most, seed=seed)


@stepwise
def learn_tastes() -> int:
    """Learn from every purchase what everybody may want: how many people something was learned about.

    What was learned before is gone. Takes a second for some ten thousand people. Safe to repeat.
    """
    began, count = clock.now(), 0
    learned = tastes.learn(tastes.histories())
    while some := list(islice(learned, _PEOPLE_AT_ONCE)):
        _keep_tastes(some, began)
        count += len(some)
    tastes.forget_before(began)
    return count


@durable
def _keep_tastes(some: Sequence[tuple[UUID, list[tuple[UUID, UUID]]]], at: datetime) -> None:
    tastes.keep(some, at=at)


def _because(row: Any) -> Recommendation:
    kind = RecommendationKind(row.kind)
    return Recommendation(queries.to_card(row), kind, _REASONS[kind].format(row.because))


def list_trending(*, limit: int = 4, currency: str = "") -> tuple[Recommendation, ...]:
    """What can be bought and was wanted within the week, most wanted first; one query.

    In another currency than the shop's own what has a price in it, and two. Raises InvalidFilter.
    """
    return _first(trends.wanted_now(), limit, currency, RecommendationKind.TRENDING, "Popular this week")


def list_popular(*, limit: int = 4, currency: str = "") -> tuple[Recommendation, ...]:
    """What is wanted these days and, where that is too little, what sold best; at most two queries.

    In another currency than the shop's own what has a price in it, and four. Raises InvalidFilter.
    """
    found = list_trending(limit=limit, currency=currency)
    if len(found) == limit:
        return found
    others = queries.listed_rows().filter(in_stock=True).exclude(product__in=[one.card.id for one in found])
    best = others.order_by(*ORDERINGS[Ordering.BESTSELLING])
    return found + _first(best, limit - len(found), currency, RecommendationKind.BESTSELLING, "Bestseller")


def _first(
    rows: "QuerySet[ProductRow]", limit: int, currency: str, kind: RecommendationKind, reason: str
) -> tuple[Recommendation, ...]:
    check_currency(currency)
    if is_own(currency):
        found = [queries.to_card(row) for row in queries.cards_of(rows[:limit])]
    else:
        priced = rows.filter(traits__contains=[trait("currency", currency)])
        ids = list(priced.values_list("product_id", flat=True)[:limit])
        found = [*cards.by_id(ids, currency=currency).values()]
    return tuple(Recommendation(card, kind, reason) for card in found)
