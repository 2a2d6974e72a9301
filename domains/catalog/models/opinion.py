"""What buyers think of what they bought."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from domains.catalog.models.product import Product
from domains.catalog.types import ReviewStatus
from domains.kernel.entity import Entity


class Review(Entity):
    """One person's opinion of one product; staff decide about those that wait."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    user_id = models.UUIDField(db_index=True)
    author = models.CharField(max_length=80)
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=4000, blank=True)
    verified = models.BooleanField("verified purchase", default=False)
    status = models.CharField(
        max_length=10,
        choices=[(one.value, one.value.capitalize()) for one in ReviewStatus],
        default=ReviewStatus.PUBLISHED.value,
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was rejected.")
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    helpful = models.PositiveIntegerField(default=0, editable=False)
    unhelpful = models.PositiveIntegerField(default=0, editable=False)
    # What the votes come to, for reading in that order.
    score = models.IntegerField(default=0, editable=False)

    class Meta:
        db_table = "catalog_review"
        constraints = [
            models.UniqueConstraint(fields=["product", "user_id"], name="catalog_review_once"),
            models.CheckConstraint(name="catalog_review_rating", condition=Q(rating__range=(1, 5))),
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"], name="catalog_review_pending", condition=Q(status="pending")
            ),
            models.Index(fields=["product", "-created_at", "-id"], name="catalog_review_newest"),
            models.Index(fields=["product", "-score", "-created_at", "-id"], name="catalog_review_helpful"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} by {self.author}"


class ReviewVote(Entity):
    """Whether one review helped one person."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes")
    user_id = models.UUIDField(db_index=True)
    helpful = models.BooleanField()

    class Meta:
        db_table = "catalog_review_vote"
        constraints = [models.UniqueConstraint(fields=["review", "user_id"], name="catalog_review_vote_once")]

    def __str__(self) -> str:
        return f"{'helpful' if self.helpful else 'not helpful'}: {self.review_id}"
