"""`products/recommendations`: what else somebody may want."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import freshness
from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView
from domains.catalog.api.filters import CURRENCY_PARAMETER
from domains.catalog.api.serializers import ProductCardSerializer
from domains.catalog.api.showing import card_row, site_of
from domains.catalog.errors import InvalidFilter
from domains.catalog.types import Recommendation, RecommendationKind
from domains.kernel.api import principal
from domains.kernel.ids import ProductId, UserId

_FEW, _MOST = 8, 24
_MOST_ASKED_ABOUT = 100
_ASKED = ("product", "products", "limit", "currency")


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
                "products",
                OpenApiTypes.STR,
                description=f"What is in a cart: up to {_MOST_ASKED_ABOUT} ids, as in `id,id`.",
            ),
            OpenApiParameter(
                "limit", OpenApiTypes.INT, description=f"From 1 to {_MOST}; {_FEW} unless told."
            ),
            CURRENCY_PARAMETER,
        ],
        responses=RecommendationsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What was bought with a product and what is like it; or what goes with the goods of a cart; else
        what whoever is signed in may want, and for a guest what is popular. Each with its reason.
        """
        _refuse_unknown(request)
        limit, site = _limit(request.query_params.get("limit", "")), site_of(request)
        currency = request.query_params.get("currency", "").strip().upper()
        if asked := request.query_params.get("product", ""):
            found = self._around(asked, limit, currency)
        elif several := request.query_params.get("products", ""):
            ids = _ids(several)
            found = catalog.list_around(ids, together=limit, similar=limit, currency=currency)[:limit]
        elif (person := principal(request)) is not None:
            found = self._for_one(person.user_id, limit, currency)
        else:
            found = self._popular(limit, currency)
        return Response({"results": [recommendation_row(one, site) for one in found]})

    def _around(self, id_or_slug: str, limit: int, currency: str) -> tuple[Recommendation, ...]:
        """Up to half of them what was bought with it."""
        product = catalog.get_product(id_or_slug)
        self.tells_of = (*freshness.keys_of(product.id), freshness.LISTS)
        half = (limit + 1) // 2
        return catalog.list_around([product.id], together=half, similar=limit, currency=currency)[:limit]

    def _for_one(self, user_id: UserId, limit: int, currency: str) -> tuple[Recommendation, ...]:
        """Their own first, then what is popular."""
        own = catalog.list_for_user(user_id, limit=limit, currency=currency)
        if len(own) == limit:
            return own
        known = {one.card.id for one in own}
        wide = catalog.list_popular(limit=limit, currency=currency)
        return (*own, *(one for one in wide if one.card.id not in known))[:limit]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """What is for one person is kept by nobody."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if principal(request) is not None:
            final["Cache-Control"] = "private, no-store"
        return final

    def _popular(self, limit: int, currency: str) -> tuple[Recommendation, ...]:
        self.tells_of = freshness.KEYS_OF_LISTS
        return catalog.list_popular(limit=limit, currency=currency)


def recommendation_row(found: Recommendation, site: str) -> dict[str, Any]:
    """As RecommendationSerializer describes it."""
    return {**card_row(found.card, site), "kind": found.kind.value, "reason": found.reason}


def _refuse_unknown(request: Request) -> None:
    if unknown := set(request.query_params) - set(_ASKED):
        name = min(unknown)[:80]
        raise InvalidFilter(
            f"There is no filter {name!r}. Use product, products, limit or currency.",
            field=name,
            allowed=list(_ASKED),
        )


def _ids(text: str) -> list[ProductId]:
    parts = text.split(",")
    try:
        ids = [ProductId(UUID(part.strip())) for part in parts]
    except ValueError as wrong:
        raise InvalidFilter("products takes ids of products, as in id,id.", field="products") from wrong
    if len(ids) > _MOST_ASKED_ABOUT:
        raise InvalidFilter(f"products takes {_MOST_ASKED_ABOUT} ids at most.", field="products")
    return ids


def _limit(text: str) -> int:
    if not text:
        return _FEW
    short = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST))
    if not (short and 1 <= int(text) <= _MOST):
        raise InvalidFilter(f"limit goes from 1 to {_MOST}.", field="limit")
    return int(text)
