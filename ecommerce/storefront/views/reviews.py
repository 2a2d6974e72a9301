"""Reviews on a product's page: their order, and whether they helped."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from domains.catalog import services as catalog
from domains.catalog.errors import OwnReview, ReviewNotFound
from domains.catalog.types import Product, Review, ReviewOrdering
from ecommerce.storefront import session
from ecommerce.storefront.refusals import say

_PAGE_SIZE = 6
_ANSWERS = {"yes": True, "no": False, "withdraw": None}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A review as whoever looks at it sees it; `vote` is what they said of it, None for nothing."""

    review: Review
    vote: bool | None
    is_own: bool


def reviews_of(request: HttpRequest, product: Product) -> dict[str, Any]:
    """What the page shows of reviews: one query, and two more for a member."""
    asked = request.GET.get("reviews", "")
    ordering = ReviewOrdering.HELPFUL if asked == ReviewOrdering.HELPFUL else ReviewOrdering.NEWEST
    page = catalog.list_reviews(
        product.id, ordering=ordering, cursor=request.GET.get("cursor") or None, page_size=_PAGE_SIZE
    )
    member = session.user_id_of(request)
    votes = catalog.get_review_votes(member, review_ids=[one.id for one in page]) if member else {}
    return {
        "reviews": page.map(
            lambda one: Opinion(one, votes.get(one.id), member is not None and one.user_id == member)
        ),
        "reviews_ordering": ordering.value,
        "own_review": catalog.find_own_review(member, product_id=product.id) if member else None,
    }


@require_POST
def vote(request: HttpRequest, slug: str, review_id: UUID) -> HttpResponse:
    """Somebody says whether a review helped: `yes`, `no` or `withdraw`. A guest signs in first."""
    page = f"/products/{slug}"
    back = session.safe_path(request, request.POST.get("next", ""), page)
    here = f"{back}#review-{review_id}"
    answer = request.POST.get("helpful", "")
    member = session.user_id_of(request)
    if member is None:
        messages.info(request, "Sign in to say whether a review helps.")
        return redirect_to_login(here, settings.LOGIN_URL)
    if answer not in _ANSWERS:
        messages.error(request, "Say yes or no, please.")
        return redirect(here)
    try:
        catalog.vote_on_review(review_id, user_id=member, helpful=_ANSWERS[answer])
    except (OwnReview, ReviewNotFound) as refused:
        say(request, refused)
    return redirect(here)
