"""What comes back to the catalogue: stock figures, purchases, reviews."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from domains.catalog import availability, moderation, opinions, queries, votes
from domains.catalog.recommending import purchases
from domains.catalog.types import NewReview, Review, ReviewStatus
from domains.kernel import clock
from domains.kernel.ids import ProductId, UserId, VariantId
from domains.kernel.transactions import durable, stepwise


@stepwise
def record_availability(levels: Mapping[VariantId, int]) -> None:
    """Each variant shows this many as available; unknown variants are left out. Safe to repeat."""
    left = availability.move(levels)
    if left:
        _turn(left)


@durable
def _turn(levels: Mapping[VariantId, int]) -> None:
    availability.turn(levels)


@stepwise
def record_purchase(
    reference_id: UUID, *, quantities: Mapping[VariantId, int], user_id: UserId | None = None
) -> None:
    """What an order bought is written down, once a reference: a buyer's review is verified from now on.

    Bestsellers and what is bought together count it when `fold_purchases` comes round.
    """
    purchases.note(reference_id, quantities, user_id)


@stepwise
def fold_purchases() -> int:
    """Bestsellers and what is bought together count every purchase so far: how many were new to them.

    Safe to repeat, beside others who do the same, and after a crash.
    """
    folded = 0
    while some := _fold_some():
        folded += some
    return folded


@durable
def _fold_some() -> int:
    return purchases.fold_some()


@durable
def add_review(
    product_id: UUID,
    *,
    user_id: UserId,
    author: str,
    rating: int,
    title: str,
    body: str,
    verified: bool = False,
) -> Review:
    """The review, published at once or pending; `verified` also when the catalogue knows of the purchase.

    One that was rejected may be written anew. Raises ProductNotFound, AlreadyReviewed, InvalidReview.
    """
    new = NewReview(
        ProductId(product_id), user_id, author, rating, title, body, verified, created_at=clock.now()
    )
    return queries.to_review(opinions.write_review(new))


@durable
def add_reviews(batch: Sequence[NewReview]) -> int:
    """How many reviews were new; a person's second one of a product is left out. Raises InvalidReview."""
    return opinions.write_reviews(batch)


@durable
def approve_reviews(review_ids: Collection[UUID]) -> int:
    """The reviews are published: how many were not before. The products' ratings follow."""
    return moderation.decide(review_ids, ReviewStatus.PUBLISHED)


@durable
def reject_reviews(review_ids: Collection[UUID], *, reason: str) -> int:
    """Nobody but their authors sees the reviews and why: how many were not rejected before.

    The products' ratings follow; an author may write anew. Raises InvalidReview without a reason.
    """
    return moderation.reject(review_ids, reason)


@durable
def vote_on_review(review_id: UUID, *, user_id: UserId, helpful: bool | None) -> Review:
    """The review with the person's one vote counted; None takes it back.

    Raises ReviewNotFound, also for one that is not published, and OwnReview.
    """
    return queries.to_review(votes.cast(review_id, user_id, helpful))
