"""Whether a review helped: one vote a person, which they may change or take back."""

from uuid import UUID

from django.db.models import Count, Q

from domains.catalog import freshness
from domains.catalog.errors import OwnReview, ReviewNotFound
from domains.catalog.models import Review, ReviewVote
from domains.catalog.types import ReviewStatus


def cast(review_id: UUID, user_id: UUID, helpful: bool | None) -> Review:
    """The review with the vote counted; None takes it back. Raises ReviewNotFound, OwnReview."""
    # Whoever votes at the same time waits here, so that each is counted.
    shown = Review.objects.select_for_update(no_key=True).filter(status=ReviewStatus.PUBLISHED)
    review = shown.filter(id=review_id).first()
    if review is None:
        raise ReviewNotFound
    if review.user_id == user_id:
        raise OwnReview
    votes = ReviewVote.objects.filter(review=review)
    if helpful is None:
        votes.filter(user_id=user_id).delete()
    else:
        ReviewVote.objects.update_or_create(review=review, user_id=user_id, defaults={"helpful": helpful})
    _count(review)
    freshness.products_changed([review.product_id], lists=False)
    return review


def _count(review: Review) -> None:
    counted = ReviewVote.objects.filter(review=review).aggregate(
        yes=Count("id", filter=Q(helpful=True)), no=Count("id", filter=Q(helpful=False))
    )
    review.helpful, review.unhelpful = counted["yes"], counted["no"]
    review.score = review.helpful - review.unhelpful
    review.save(update_fields=["helpful", "unhelpful", "score"])
