"""Which reviews wait for somebody to read them, and what becomes of them then."""

import re
from collections.abc import Collection
from uuid import UUID

from django.conf import settings

from domains.catalog.errors import InvalidReview
from domains.catalog.models import Review
from domains.catalog.refresh import refresh
from domains.catalog.types import NewReview, ReviewStatus
from domains.kernel import clock, context

LONGEST_REASON = 200
# Who advertises leaves an address.
_ADDRESS = re.compile(
    r"https?:|www\.|\b[\w.+-]+@[\w-]+\.\w|\b[\w-]+\.(?:com|net|org|info|biz|shop|store|xyz|top|site|ru|cn)\b",
    re.IGNORECASE,
)


def first_status(new: NewReview, *, verified: bool) -> ReviewStatus:
    """How a new review begins, as `REVIEWS_WAIT` has it: read first, or published at once."""
    waits = {
        "all": True,
        "unverified": not verified,
        "suspicious": bool(_ADDRESS.search(f"{new.author} {new.title} {new.body}")),
    }[settings.REVIEWS_WAIT]
    return ReviewStatus.PENDING if waits else ReviewStatus.PUBLISHED


def reject(review_ids: Collection[UUID], reason: str) -> int:
    """As `decide`, with the reason that the authors read. Raises InvalidReview without one."""
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise InvalidReview(
            f"Say why in at most {LONGEST_REASON} characters: the author reads it.", field="reason"
        )
    return decide(review_ids, ReviewStatus.REJECTED, reason.strip())


def decide(review_ids: Collection[UUID], status: ReviewStatus, reason: str = "") -> int:
    """So many of the reviews have another status than before; the products' ratings follow."""
    rows = Review.objects.select_for_update(no_key=True).filter(id__in=review_ids)
    changed = list(rows.exclude(status=status.value).order_by("id"))
    for review in changed:
        review.status, review.reason = status.value, reason
        review.decided_by, review.decided_at = context.current().actor[:60], clock.now()
    Review.objects.bulk_update(changed, ["status", "reason", "decided_by", "decided_at"], batch_size=500)
    refresh({review.product_id for review in changed})
    return len(changed)
