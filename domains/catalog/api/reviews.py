"""Reviews: everybody reads, whoever is signed in writes one a product."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView
from domains.catalog.api.filters import PAGE_PARAMETERS
from domains.catalog.api.inputs import ReviewInput
from domains.catalog.api.serializers import ReviewSerializer
from domains.kernel.api import IsSignedIn, page_params, page_response, paged_schema, parse, principal


class Reviews(CatalogView):
    """`products/{id}/reviews`."""

    def get_permissions(self) -> list[Any]:
        return [IsSignedIn()] if self.request.method == "POST" else []

    @extend_schema(
        operation_id="products_reviews_list",
        parameters=PAGE_PARAMETERS,
        responses=paged_schema(ReviewSerializer),
    )
    def get(self, request: Request, id_or_slug: str) -> Response:
        """The published reviews, newest first."""
        product = catalog.get_product(id_or_slug)
        cursor, page_size = page_params(request)
        page = catalog.list_reviews(product.id, cursor=cursor, page_size=page_size)
        return page_response(request, page, lambda review: ReviewSerializer(review).data)

    @extend_schema(request=ReviewInput, responses={201: ReviewSerializer})
    def post(self, request: Request, id_or_slug: str) -> Response:
        """The caller's review; a second one of the same product is 409."""
        product = catalog.get_product(id_or_slug)
        given = parse(ReviewInput, request)
        user = principal(request)
        assert user is not None  # noqa: S101  IsSignedIn
        review = catalog.add_review(product.id, user_id=user.user_id, **given)
        return Response(ReviewSerializer(review).data, status=201)
