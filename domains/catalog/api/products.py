"""Products: lists and details for everybody, writes for merchandisers."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from domains.catalog import freshness
from domains.catalog import services as catalog
from domains.catalog.api.caching import CatalogView, is_merchandiser
from domains.catalog.api.filters import FILTER_PARAMETERS, PAGE_PARAMETERS, parse_filters
from domains.catalog.api.inputs import MediaInput, ProductInput, VariantInput, changed, to_product, to_variant
from domains.catalog.api.serializers import (
    MediaSerializer,
    ProductCardSerializer,
    ProductSerializer,
    VariantSerializer,
)
from domains.catalog.api.showing import card_row, product_body, site_of
from domains.catalog.errors import PictureRefused
from domains.catalog.types import Ordering, Product
from domains.kernel.api import page_params, page_response, paged_schema, parse

_LARGEST_UPLOAD = 10_000_000
_FOUND_BY = OpenApiParameter(
    "found_by",
    description="The words of the search whose result is opened: a click on it. No cache keeps the answer.",
)


class Products(CatalogView):
    """`products`."""

    tells_of = freshness.KEYS_OF_LISTS

    @extend_schema(
        operation_id="products_list",
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS],
        responses=paged_schema(ProductCardSerializer),
    )
    def get(self, request: Request) -> Response:
        """A page of the public products that meet every filter."""
        filters, ordering = parse_filters(request.query_params)
        cursor, page_size = page_params(request)
        page = catalog.list_products(
            filters, ordering=ordering or Ordering.NEWEST, cursor=cursor, page_size=page_size
        )
        site = site_of(request)
        return page_response(request, page, lambda card: card_row(card, site))

    @extend_schema(request=ProductInput, responses={201: ProductSerializer})
    def post(self, request: Request) -> Response:
        """A new product."""
        product = catalog.save_product(to_product(parse(ProductInput, request)), expect_new=True)
        return Response(
            _shown(product, request), status=201, headers={"Location": f"/api/v1/products/{product.slug}"}
        )


class ProductDetail(CatalogView):
    """`products/{id-or-slug}`."""

    @extend_schema(operation_id="products_retrieve", parameters=[_FOUND_BY], responses=ProductSerializer)
    def get(self, request: Request, id_or_slug: str) -> Response:
        """Everything a product page shows; a former slug answers 301."""
        product = catalog.get_product(id_or_slug, drafts=is_merchandiser(request))
        if found_by := request.query_params.get("found_by", "")[:200]:
            # An answer that counts is for one client: a kept one would not come by here.
            catalog.record_search_click(found_by)
            self.is_counted = True
        self.tells_of = freshness.keys_of(product.id)
        return Response(_shown(product, request))

    @extend_schema(request=ProductInput, responses=ProductSerializer)
    def put(self, request: Request, id_or_slug: str) -> Response:
        """The product as given; what is left out is empty, but for the slug."""
        known = catalog.get_product(id_or_slug, drafts=True)
        given = {"slug": known.slug, **parse(ProductInput, request)}
        return Response(_shown(catalog.change_product(known.id, new=to_product(given)), request))

    @extend_schema(request=ProductInput(partial=True), responses=ProductSerializer)
    def patch(self, request: Request, id_or_slug: str) -> Response:
        """The product with what is given changed."""
        known = catalog.get_product(id_or_slug, drafts=True)
        given = parse(ProductInput, request, partial=True)
        new = changed(catalog.get_editable(known.id), given)
        return Response(_shown(catalog.change_product(known.id, new=new), request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id_or_slug: str) -> Response:
        """The product is archived; orders keep their snapshots of it."""
        catalog.archive_product(catalog.get_product(id_or_slug, drafts=True).id)
        return Response(status=204)


class ProductVariants(CatalogView):
    """`products/{id}/variants`."""

    @extend_schema(operation_id="products_variants_list", responses=VariantSerializer(many=True))
    def get(self, request: Request, id_or_slug: str) -> Response:
        """The forms that the product is bought in."""
        product = catalog.get_product(id_or_slug, drafts=is_merchandiser(request))
        return Response(VariantSerializer(product.variants, many=True, context={"request": request}).data)

    @extend_schema(request=VariantInput, responses={201: VariantSerializer})
    def post(self, request: Request, id_or_slug: str) -> Response:
        """One more form to buy the product in."""
        product = catalog.get_product(id_or_slug, drafts=True)
        variant = catalog.add_variant(product.id, variant=to_variant(parse(VariantInput, request)))
        return Response(VariantSerializer(variant, context={"request": request}).data, status=201)


class ProductVariant(CatalogView):
    """`products/{id}/variants/{variant id}`."""

    @extend_schema(request=VariantInput, responses=VariantSerializer)
    def put(self, request: Request, id_or_slug: str, variant_id: UUID) -> Response:
        """The variant as given."""
        product = catalog.get_product(id_or_slug, drafts=True)
        new = to_variant(parse(VariantInput, request))
        variant = catalog.change_variant(product.id, variant_id=variant_id, variant=new)
        return Response(VariantSerializer(variant, context={"request": request}).data)


class ProductMedia(CatalogView):
    """`products/{id}/media`."""

    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": MediaInput}, responses={201: MediaSerializer})
    def post(self, request: Request, id_or_slug: str) -> Response:
        """An uploaded picture, judged by its content."""
        product = catalog.get_product(id_or_slug, drafts=True)
        given = parse(MediaInput, request)
        upload = given["file"]
        if upload.size > _LARGEST_UPLOAD:
            raise PictureRefused("The picture is larger than 10 MB.", field="file")
        picture = catalog.add_media(
            product.id, content=upload.read(), filename=upload.name or "", alt=given["alt"]
        )
        return Response(MediaSerializer(picture, context={"request": request}).data, status=201)


def _shown(product: Product, request: Request) -> Any:
    return product_body(product, request)
