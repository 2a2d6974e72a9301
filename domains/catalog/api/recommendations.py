"""`products/recommendations`: what else somebody may want."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import freshness
from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView
from domains.catalog.api.serializers import ProductCardSerializer
from domains.catalog.api.showing import card_row, site_of
from domains.catalog.errors import InvalidFilter
from domains.catalog.types import Recommendation, RecommendationKind

_FEW, _MOST = 8, 24
_ASKED = ("product", "limit")


class RecommendationSerializer(ProductCardSerializer):
    """A product as a row of a list, with why it is shown."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in RecommendationKind])
    reason = serializers.CharField(help_text="Words for shoppers, such as “Popular this week”.")


class RecommendationsSerializer(serializers.Serializer[Any]):
    results = RecommendationSerializer(many=True)


class Recommendations(CatalogView):
    """`products/recommendations`."""

    @extend_schema(
        parameters=[
            OpenApiParameter("product", OpenApiTypes.STR, description="The id or slug of a product."),
            OpenApiParameter(
                "limit", OpenApiTypes.INT, description=f"From 1 to {_MOST}; {_FEW} unless told."
            ),
        ],
        responses=RecommendationsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What was bought with a product and what is like it, else what is popular; each with its reason."""
        _refuse_unknown(request)
        limit, site = _limit(request.query_params.get("limit", "")), site_of(request)
        asked = request.query_params.get("product", "")
        found = self._around(asked, limit) if asked else self._popular(limit)
        return Response({"results": [recommendation_row(one, site) for one in found]})

    def _around(self, id_or_slug: str, limit: int) -> tuple[Recommendation, ...]:
        """Up to half of them what was bought with it."""
        product = catalog.get_product(id_or_slug)
        self.tells_of = (*freshness.keys_of(product.id), freshness.LISTS)
        half = (limit + 1) // 2
        return catalog.list_around(product.id, name=product.name, together=half, similar=limit)[:limit]

    def _popular(self, limit: int) -> tuple[Recommendation, ...]:
        self.tells_of = freshness.KEYS_OF_LISTS
        return catalog.list_popular(limit=limit)


def recommendation_row(found: Recommendation, site: str) -> dict[str, Any]:
    """As RecommendationSerializer describes it."""
    return {**card_row(found.card, site), "kind": found.kind.value, "reason": found.reason}


def _refuse_unknown(request: Request) -> None:
    if unknown := set(request.query_params) - set(_ASKED):
        name = min(unknown)[:80]
        raise InvalidFilter(
            f"There is no filter {name!r}. Use product or limit.", field=name, allowed=list(_ASKED)
        )


def _limit(text: str) -> int:
    if not text:
        return _FEW
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= _MOST):
        raise InvalidFilter(f"limit goes from 1 to {_MOST}.", field="limit")
    return int(text)
