"""Search and suggestions."""

from typing import Any

from django.urls import URLPattern, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView, is_merchandiser
from domains.catalog.api.filters import CURRENCY_PARAMETER, FILTER_PARAMETERS, PAGE_PARAMETERS, parse_filters
from domains.catalog.api.serializers import CategoryRefSerializer, ProductCardSerializer
from domains.catalog.api.showing import card_row, card_rows, category_body, site_of
from domains.catalog.types import Facet, ProductCard, SearchResults
from domains.kernel.api import page_params, page_response
from domains.kernel.pagination import Page

_QUERY = OpenApiParameter("q", description="Words; quotes, `or` and a minus as in web searches.")


class FoundProductSerializer(ProductCardSerializer):
    """A product with its name as safe HTML, what was found in <mark>."""

    highlight = serializers.CharField(allow_blank=True)
    pinned = serializers.BooleanField(required=False, help_text="Told to merchandisers alone.")


class FacetValueSerializer(serializers.Serializer[Any]):
    value = serializers.CharField(help_text="What the filter takes; of a price, `min_price-max_price`.")
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    swatch = serializers.CharField(help_text="The colour of a colour, empty for the rest.")


class SearchResultsSerializer(serializers.Serializer[Any]):
    results = FoundProductSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    total = serializers.IntegerField()
    total_is_guess = serializers.BooleanField(
        required=False,
        help_text="Of very many products the total and the facets are guessed from a fair part.",
    )
    facets = serializers.DictField(
        child=FacetValueSerializer(many=True),
        help_text="By the filter that takes them, e.g. `attr.colour`.",
    )
    took_ms = serializers.IntegerField()
    corrected_query = serializers.CharField(required=False, help_text="What was searched instead.")


class SuggestionsSerializer(serializers.Serializer[Any]):
    products = ProductCardSerializer(many=True)
    categories = CategoryRefSerializer(many=True)
    queries = serializers.ListField(child=serializers.CharField())


class ProductSearch(CatalogView):
    """`products/search`."""

    @extend_schema(
        parameters=[_QUERY, *FILTER_PARAMETERS, *PAGE_PARAMETERS], responses=SearchResultsSerializer
    )
    def get(self, request: Request) -> Response:
        """The products that fit the words and the filters, with the total and the facets."""
        given = request.query_params
        query = given.get("q", "")
        filters, ordering = parse_filters(_without_query(given), also=())
        cursor, page_size = page_params(request)
        found = catalog.search_products(
            query, filters=filters, ordering=ordering, cursor=cursor, page_size=page_size
        )
        # To narrow or to order what was found is no other search.
        if query.strip() and cursor is None and ordering is None and not filters.narrow:
            catalog.record_search(query, found=found.total, meant=found.corrected_query)
        return _answer(request, found)


class ProductSuggestions(CatalogView):
    """`products/suggest`."""

    @extend_schema(parameters=[_QUERY, CURRENCY_PARAMETER], responses=SuggestionsSerializer)
    def get(self, request: Request) -> Response:
        """What somebody who has typed so much may want."""
        given = request.query_params
        suggestions = catalog.suggest_products(
            given.get("q", ""), currency=given.get("currency", "").strip().upper()
        )
        return Response(
            {
                "products": card_rows(suggestions.products, request),
                "categories": [category_body(one) for one in suggestions.categories],
                "queries": list(suggestions.queries),
            }
        )


def _without_query(given: Any) -> Any:
    filters = given.copy()
    filters.pop("q", None)
    return filters


def _answer(request: Request, found: SearchResults) -> Response:
    site = site_of(request)

    told = {one: {"pinned": True} for one in found.pinned} if is_merchandiser(request) else {}

    def row(card: ProductCard) -> Any:
        highlight = found.highlights.get(card.id, "")
        return {**card_row(card, site), "highlight": highlight, **told.get(card.id, {})}

    response = page_response(request, Page(found.results, found.next, found.previous), row)
    response.data |= {
        "total": found.total,
        "facets": {facet.name: _values(facet) for facet in found.facets},
        "took_ms": found.took_ms,
    }
    if found.total_is_guess:
        response.data["total_is_guess"] = True
    if found.corrected_query:
        response.data["corrected_query"] = found.corrected_query
    return response


def _values(facet: Facet) -> Any:
    return [
        {"value": one.value, "label": one.label, "count": one.count, "swatch": one.swatch}
        for one in facet.values
    ]


urlpatterns: list[URLPattern] = [
    path("products/search", ProductSearch.as_view(), name="product-search"),
    path("products/suggest", ProductSuggestions.as_view(), name="product-suggest"),
]
