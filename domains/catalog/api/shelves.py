"""Categories and brands."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import freshness
from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView
from domains.catalog.api.serializers import BrandSerializer, CategorySerializer


class Categories(CatalogView):
    """`categories`."""

    tells_of = freshness.KEYS_OF_LISTS

    @extend_schema(operation_id="categories_list", responses=CategorySerializer(many=True))
    def get(self, request: Request) -> Response:
        """The whole tree with the number of products in and below each category."""
        tree = catalog.get_category_tree()
        return Response(CategorySerializer(tree, many=True, context={"request": request}).data)


class CategoryDetail(CatalogView):
    """`categories/{slug}`."""

    tells_of = freshness.KEYS_OF_LISTS

    @extend_schema(operation_id="categories_retrieve", responses=CategorySerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One category with what is below it."""
        return Response(CategorySerializer(catalog.get_category(slug), context={"request": request}).data)


class Brands(CatalogView):
    """`brands`."""

    tells_of = freshness.KEYS_OF_LISTS

    @extend_schema(operation_id="brands_list", responses=BrandSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every brand with the number of its products."""
        return Response(BrandSerializer(catalog.list_brands(), many=True).data)
