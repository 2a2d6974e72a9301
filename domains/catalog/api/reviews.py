"""Reviews: everybody reads, whoever is signed in writes one a product."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView
from domains.catalog.api.filters import PAGE_PARAMETERS
from domains.catalog.api.inputs import ReviewInput, ReviewQuery, VoteInput
from domains.catalog.api.serializers import ReviewSerializer
from domains.catalog.types import ReviewOrdering
from domains.kernel.api import IsSignedIn, page_params, page_response, paged_schema, parse, principal


class Reviews(CatalogView):
    """`products/{id}/reviews`."""

    def get_permissions(self) -> list[Any]:
        return [IsSignedIn()] if self.request.method == "POST" else []

    @extend_schema(
        operation_id="products_reviews_list",
        parameters=[*PAGE_PARAMETERS, ReviewQuery],
        responses=paged_schema(ReviewSerializer),
    )
    def get(self, request: Request, id_or_slug: str) -> Response:
        """The published reviews, newest or most helpful first."""
        product = catalog.get_product(id_or_slug)
        cursor, page_size = page_params(request)
        query = ReviewQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = catalog.list_reviews(
            product.id,
            ordering=ReviewOrdering(query.validated_data["ordering"]),
            cursor=cursor,
            page_size=page_size,
        )
        return page_response(request, page, lambda review: ReviewSerializer(review).data)

    @extend_schema(request=ReviewInput, responses={201: ReviewSerializer})
    def post(self, request: Request, id_or_slug: str) -> Response:
        """The caller's review, `pending` where it is read first; a second one of the product is 409."""
        product = catalog.get_product(id_or_slug)
        given = parse(ReviewInput, request)
        user = principal(request)
        assert user is not None  # noqa: S101  IsSignedIn
        review = catalog.add_review(product.id, user_id=user.user_id, **given)
        return Response(ReviewSerializer(review).data, status=201)


class ReviewVote(APIView):
    """`reviews/{id}/vote`."""

    permission_classes = (IsSignedIn,)

    @extend_schema(operation_id="reviews_vote", request=VoteInput, responses=ReviewSerializer)
    def put(self, request: Request, review_id: UUID) -> Response:
        """The caller's one vote, which another replaces; 409 `own_review` for their own."""
        return self._vote(request, review_id, parse(VoteInput, request)["helpful"])

    @extend_schema(operation_id="reviews_vote_delete", responses={200: ReviewSerializer})
    def delete(self, request: Request, review_id: UUID) -> Response:
        """The caller has not voted, whether or not they had."""
        return self._vote(request, review_id, None)

    def _vote(self, request: Request, review_id: UUID, helpful: bool | None) -> Response:
        user = principal(request)
        assert user is not None  # noqa: S101  IsSignedIn
        review = catalog.vote_on_review(review_id, user_id=user.user_id, helpful=helpful)
        return Response(ReviewSerializer(review).data, headers={"Cache-Control": "private, no-store"})
