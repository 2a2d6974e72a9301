"""Placing orders, from a cart or from lines, and paying again."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from domains.cart import services as cart
from domains.cart.errors import CartNotFound
from domains.catalog import services as catalog
from domains.kernel.api import idempotency_key, parse, principal
from domains.kernel.ids import UserId
from domains.order import services
from domains.order.api.access import visible_order
from domains.order.api.answers import CAME_TO_NOTHING, CheckoutView
from domains.order.api.inputs import (
    CheckoutSerializer,
    OrderRequestSerializer,
    PaymentRequestSerializer,
)
from domains.order.api.serializers import OrderSerializer
from domains.order.types import CheckoutDetails
from domains.user import services as user

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)
CART_TOKEN = OpenApiParameter("X-Cart-Token", str, OpenApiParameter.HEADER)
_ANSWERS = {201: OrderSerializer, 202: OrderSerializer}


def _buyer(request: Request) -> UserId | None:
    who = principal(request)
    return who.user_id if who else None


def _details(given: dict[str, Any], buyer: UserId | None) -> CheckoutDetails:
    email = given.get("email") or (user.get_profile(buyer).email if buyer else "")
    if not email:
        raise ValidationError({"email": ["Give an e-mail address, so that the order can be confirmed."]})
    return CheckoutDetails(
        email=email,
        shipping_address=given["shipping_address"],
        billing_address=given.get("billing_address"),
        shipping_method=given["shipping_method"],
        payment=given["payment"],
        expected_total=given.get("expected_total"),
        note=given["note"],
    )


class CartCheckout(CheckoutView):
    """`cart/checkout`."""

    @extend_schema(
        operation_id="checkout_cart",
        parameters=[KEY, CART_TOKEN],
        request=CheckoutSerializer,
        responses=_ANSWERS,
    )
    def post(self, request: Request) -> Response | HttpResponse:
        """Order what is in the cart."""
        given, buyer = parse(CheckoutSerializer, request), _buyer(request)
        key = idempotency_key(request, "checkout")
        mine = cart.find_cart_id(token=request.headers.get("X-Cart-Token", ""), user_id=buyer)
        if mine is None:
            # It may be closed by the very request that this one repeats.
            before = services.find_checkout(key) if key else None
            if before is None:
                raise CartNotFound
            return self.answer(before, key)
        details = _details(given, buyer)
        done = services.checkout_cart(mine, details=details, user_id=buyer, key=key)
        if done.order.saga not in CAME_TO_NOTHING:
            bought = [line.variant_id for line in done.order.lines]
            catalog.record_search_purchase(mine, variant_ids=bought)
        return self.answer(done, key)


class PaymentProcess(CheckoutView):
    """`payments/process`."""

    @extend_schema(
        operation_id="payments_process",
        parameters=[KEY],
        request=PaymentRequestSerializer,
        responses=_ANSWERS,
    )
    def post(self, request: Request) -> Response | HttpResponse:
        """Pay otherwise for an order that waits, or buy the same again after a decline."""
        given = parse(PaymentRequestSerializer, request)
        key = idempotency_key(request, "pay")
        order = visible_order(request, given["order_id"])
        checkout = services.retry_payment(order.id, method=given["method"], key=key)
        return self.answer(checkout, key)


def place_order(view: CheckoutView, request: Request) -> Response | HttpResponse:
    """Order the lines of the request without a cart."""
    given, buyer = parse(OrderRequestSerializer, request), _buyer(request)
    key = idempotency_key(request, "order")
    checkout = services.checkout_lines(
        tuple(given["lines"]),
        details=_details(given, buyer),
        user_id=buyer,
        currency=given.get("currency", ""),
        key=key,
    )
    return view.answer(checkout, key)
