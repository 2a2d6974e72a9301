"""A cart, its items, its coupons, and the ways to send it."""

from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.cart import services as cart
from domains.cart.api.access import CART_TOKEN, answer, find_cart, find_cart_id, get_cart_id, put_in
from domains.cart.api.serializers import (
    CartInput,
    CartSerializer,
    CouponInput,
    DestinationQuery,
    ItemInput,
    QuantityInput,
    ShippingMethodSerializer,
)
from domains.cart.errors import CartEmpty
from domains.cart.types import WantedLine
from domains.catalog import services as catalog
from domains.kernel.api import page_response, paged_schema, parse, represent
from domains.kernel.ids import LineId, VariantId
from domains.kernel.pagination import Page


class MyCart(APIView):
    """`cart`."""

    @extend_schema(parameters=[CART_TOKEN], responses=CartSerializer)
    def get(self, request: Request) -> Response:
        """The caller's cart with prices and stock read again; an empty one when there is none."""
        return answer(find_cart(request))

    @extend_schema(parameters=[CART_TOKEN], request=CartInput, responses=CartSerializer)
    def patch(self, request: Request) -> Response:
        """The cart in another currency; a warning names each item that has no price in it."""
        given = parse(CartInput, request)
        return answer(cart.change_currency(get_cart_id(request), currency=given["currency"]))


class Items(APIView):
    """`cart/items`."""

    @extend_schema(parameters=[CART_TOKEN], request=ItemInput, responses={201: CartSerializer})
    def post(self, request: Request) -> Response:
        """The cart with so many more of the variant; it is begun when there is none."""
        given = parse(ItemInput, request)
        line = WantedLine(VariantId(given["variant_id"]), given["quantity"])
        mine = put_in(request, line, currency=given.get("currency", ""))
        if found_by := given["found_by"]:
            catalog.record_search_choice(mine.id, variant_id=line.variant_id, query=found_by)
        return answer(mine, 201)


class Item(APIView):
    """`cart/items/{id}`."""

    @extend_schema(parameters=[CART_TOKEN], request=QuantityInput, responses=CartSerializer)
    def patch(self, request: Request, line_id: UUID) -> Response:
        """The cart with so many of the item."""
        given = parse(QuantityInput, request)
        mine = get_cart_id(request)
        return answer(cart.change_item(mine, line_id=LineId(line_id), quantity=given["quantity"]))

    @extend_schema(parameters=[CART_TOKEN], responses=CartSerializer)
    def delete(self, request: Request, line_id: UUID) -> Response:
        """The cart without the item."""
        return answer(cart.remove_item(get_cart_id(request), line_id=LineId(line_id)))


class Coupons(APIView):
    """`cart/coupons`."""

    @extend_schema(parameters=[CART_TOKEN], request=CouponInput, responses=CartSerializer)
    def post(self, request: Request) -> Response:
        """The cart with the coupon."""
        given = parse(CouponInput, request)
        return answer(cart.apply_coupon(get_cart_id(request), code=given["code"]))

    @extend_schema(parameters=[CART_TOKEN, CouponInput], responses=CartSerializer)
    def delete(self, request: Request) -> Response:
        """The cart without the coupon, which stands in the body or in the query."""
        given = CouponInput(data=request.data or request.query_params)
        given.is_valid(raise_exception=True)
        return answer(cart.remove_coupon(get_cart_id(request), code=given.validated_data["code"]))


class ShippingMethods(APIView):
    """`cart/shipping-methods`."""

    @extend_schema(
        parameters=[CART_TOKEN, DestinationQuery], responses=paged_schema(ShippingMethodSerializer)
    )
    def get(self, request: Request) -> Response:
        """The ways to send the cart there, with what each costs."""
        query = DestinationQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        mine = find_cart_id(request)
        if mine is None:
            raise CartEmpty
        methods = cart.list_shipping_methods(mine, **query.validated_data)
        response = page_response(request, Page(methods), partial(represent, ShippingMethodSerializer))
        response["Cache-Control"] = "private, no-store"
        return response
