"""Reviews and purchases, and the figures on the read row that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connections

from domains.catalog.errors import AlreadyReviewed, InvalidReview, ProductNotFound, ReviewNotFound
from domains.catalog.models import Product, Purchase, Review, ReviewStatus
from domains.catalog.refresh import refresh
from domains.catalog.types import NewReview
from domains.kernel.ids import VariantId
from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of
from domains.kernel.values import values

# Products are locked before rows and both by id, as everywhere.
_NOTE = """
WITH wanted (id, quantity) AS ({wanted}), bought AS (
    SELECT variant.product_id, sum(wanted.quantity)::int AS quantity
    FROM wanted
    JOIN catalog_variant AS variant USING (id) GROUP BY variant.product_id
), locked AS MATERIALIZED (
    SELECT product.id, bought.quantity FROM catalog_product AS product
    JOIN bought ON bought.product_id = product.id ORDER BY product.id FOR NO KEY UPDATE OF product
), noted AS (
    INSERT INTO catalog_purchase (reference_id, product_id, user_id, quantity)
    SELECT %s, id, %s, quantity FROM locked
    ON CONFLICT DO NOTHING RETURNING product_id, quantity
), counted AS (
    UPDATE catalog_product AS product SET sold = sold + noted.quantity
    FROM noted WHERE product.id = noted.product_id
)
UPDATE catalog_product_row AS shown SET popularity = popularity + noted.quantity
FROM noted WHERE shown.product_id = noted.product_id
"""
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


def note_purchase(reference_id: UUID, quantities: Mapping[VariantId, int], user_id: UUID | None) -> None:
    """Count what was bought, once a reference and product."""
    wanted, given = values(list(quantities.items()), "uuid", "int")
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_NOTE.format(wanted=wanted), [*given, reference_id, user_id])


def bought_together(product_id: UUID, limit: int) -> Iterable[UUID]:
    """The products that most often stand in one order with this one, most often first."""
    references = Purchase.objects.filter(product=product_id).order_by("-id").values("reference_id")[:1000]
    counted: dict[UUID, int] = {}
    others = Purchase.objects.filter(reference_id__in=references).exclude(product=product_id)
    for other in others.values_list("product_id", flat=True):
        counted[other] = counted.get(other, 0) + 1
    return sorted(counted, key=lambda one: (-counted[one], str(one)))[:limit]


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
