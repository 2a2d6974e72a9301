"""What else a shopper may want."""

from typing import TYPE_CHECKING
from uuid import UUID

from domains.catalog import queries
from domains.catalog.narrowing import ORDERINGS
from domains.catalog.recommending import around, trends
from domains.catalog.types import Ordering, Recommendation, RecommendationKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from domains.catalog.models import ProductRow


def list_around(
    product_id: UUID, *, name: str = "", together: int = 4, similar: int = 4
) -> tuple[Recommendation, ...]:
    """What was most often bought with the product, then what is most like it; one query.

    All of it can be bought, nothing is there twice, and there may be less of it than was asked for.
    The reasons call the product by its `name`.
    """
    reasons = {
        RecommendationKind.BOUGHT_TOGETHER: f"Often bought with {name or 'this'}",
        RecommendationKind.SIMILAR: f"Similar to {name or 'this'}",
    }
    rows = around.read(product_id, together=together, similar=similar)
    kinds = [RecommendationKind(row.kind) for row in rows]
    return tuple(
        Recommendation(queries.to_card(row), kind, reasons[kind])
        for row, kind in zip(rows, kinds, strict=True)
    )


def list_trending(*, limit: int = 4) -> tuple[Recommendation, ...]:
    """What can be bought and was wanted within the week, most wanted first; one query."""
    return _all_of(trends.wanted_now()[:limit], RecommendationKind.TRENDING, "Popular this week")


def list_popular(*, limit: int = 4) -> tuple[Recommendation, ...]:
    """What is wanted these days and, where that is too little, what sold best; at most two queries."""
    found = list_trending(limit=limit)
    if len(found) == limit:
        return found
    others = queries.listed_rows().filter(in_stock=True).exclude(product__in=[one.card.id for one in found])
    best = others.order_by(*ORDERINGS[Ordering.BESTSELLING])[: limit - len(found)]
    return found + _all_of(best, RecommendationKind.BESTSELLING, "Bestseller")


def _all_of(
    rows: "QuerySet[ProductRow]", kind: RecommendationKind, reason: str
) -> tuple[Recommendation, ...]:
    return tuple(Recommendation(queries.to_card(row), kind, reason) for row in queries.cards_of(rows))
