"""Reviews, and the rating on the read row that follows from them."""

from collections.abc import Sequence

from domains.catalog.errors import AlreadyReviewed, InvalidReview, ProductNotFound
from domains.catalog.models import Product, Purchase, Review
from domains.catalog.moderation import first_status
from domains.catalog.refresh import refresh
from domains.catalog.types import NewReview, ReviewStatus
from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of

_LONGEST_TITLE, _LONGEST_BODY, _LONGEST_AUTHOR = 120, 4000, 80


def write_review(new: NewReview) -> Review:
    """One a person and product, in place of one that was rejected.

    Raises AlreadyReviewed, ProductNotFound, InvalidReview.
    """
    _check(new)
    if not Product.objects.filter(id=new.product_id).exists():
        raise ProductNotFound
    bought = Purchase.objects.filter(user_id=new.user_id, product=new.product_id).exists()
    review = _record(new, verified=new.verified or bought)
    review.status = first_status(new, verified=review.verified).value
    if not insert_once(review, alias=database_of("catalog")):
        return _written_anew(review)
    if review.status == ReviewStatus.PUBLISHED:
        refresh([new.product_id])
    return review


def _written_anew(review: Review) -> Review:
    """The words in place of those that were rejected, to be read again. Raises AlreadyReviewed."""
    rejected = Review.objects.select_for_update(no_key=True).filter(status=ReviewStatus.REJECTED.value)
    former = rejected.filter(user_id=review.user_id, product=review.product_id).first()
    if former is None:
        raise AlreadyReviewed
    for name in ("author", "rating", "title", "body", "verified", "created_at"):
        setattr(former, name, getattr(review, name))
    former.status, former.reason = ReviewStatus.PENDING.value, ""
    # What was said of the old words is not said of these.
    former.votes.all().delete()
    former.helpful = former.unhelpful = former.score = 0
    former.save()
    return former


def write_reviews(batch: Sequence[NewReview]) -> int:
    """Those that are new are added: how many. A second review of one person is left out."""
    for new in batch:
        _check(new)
    before = Review.objects.count()
    Review.objects.bulk_create(
        [_record(new, verified=new.verified) for new in batch], ignore_conflicts=True, batch_size=500
    )
    refresh({new.product_id for new in batch})
    return Review.objects.count() - before


def _check(new: NewReview) -> None:
    if not 1 <= new.rating <= 5:
        raise InvalidReview("The rating goes from 1 to 5.", field="rating")
    for field, text, longest in (
        ("author", new.author, _LONGEST_AUTHOR),
        ("title", new.title, _LONGEST_TITLE),
        ("body", new.body, _LONGEST_BODY),
    ):
        if len(text) > longest or "\0" in text:
            raise InvalidReview(f"The {field} has at most {longest} characters.", field=field)
    if not new.author.strip():
        raise InvalidReview("A review needs the name of its author.", field="author")


def _record(new: NewReview, *, verified: bool) -> Review:
    return Review(
        product_id=new.product_id,
        user_id=new.user_id,
        author=new.author.strip(),
        rating=new.rating,
        title=new.title.strip(),
        body=new.body.strip(),
        verified=verified,
        created_at=new.created_at,
    )
