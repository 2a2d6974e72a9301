"""Reviews, and the rating on the read row that follows from them."""

from collections.abc import Sequence
from uuid import UUID

from domains.catalog.errors import AlreadyReviewed, InvalidReview, ProductNotFound, ReviewNotFound
from domains.catalog.models import Product, Purchase, Review, ReviewStatus
from domains.catalog.refresh import refresh
from domains.catalog.types import NewReview
from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of

_LONGEST_TITLE, _LONGEST_BODY, _LONGEST_AUTHOR = 120, 4000, 80


def write_review(new: NewReview) -> Review:
    """One a person and product. Raises AlreadyReviewed, ProductNotFound, InvalidReview."""
    _check(new)
    if not Product.objects.filter(id=new.product_id).exists():
        raise ProductNotFound
    bought = Purchase.objects.filter(user_id=new.user_id, product=new.product_id).exists()
    review = _record(new, verified=new.verified or bought)
    if not insert_once(review, alias=database_of("catalog")):
        raise AlreadyReviewed
    refresh([new.product_id])
    return review


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


def moderate(review_id: UUID, *, hidden: bool) -> None:
    """Hide or show a review; the product's rating follows."""
    review = Review.objects.select_for_update().filter(id=review_id).first()
    if review is None:
        raise ReviewNotFound
    review.status = ReviewStatus.HIDDEN if hidden else ReviewStatus.PUBLISHED
    review.save(update_fields=["status"])
    refresh([review.product_id])


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
