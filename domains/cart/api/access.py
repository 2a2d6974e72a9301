"""Whose cart a request is about: a member's by the access token, a guest's by `X-Cart-Token`."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from domains.cart import services as cart
from domains.cart.api.serializers import CartSerializer
from domains.cart.errors import CartNotFound, OtherCurrency
from domains.cart.types import Cart, Totals, WantedLine
from domains.kernel.api import principal, represent
from domains.kernel.ids import CartId
from domains.kernel.money import Money

_HEADER = "X-Cart-Token"
CART_TOKEN = OpenApiParameter(
    _HEADER, str, OpenApiParameter.HEADER, description="Opens a guest's cart; it stands in the cart's body."
)


def find_cart(request: Request) -> Cart | None:
    """The caller's open cart.

    A member who still carries a guest's token has that cart merged into theirs.
    """
    token, user = request.headers.get(_HEADER, ""), principal(request)
    if user is None:
        return cart.find_cart(token=token)
    if token and cart.find_cart_id(token=token):
        return cart.merge_carts(token=token, user_id=user.user_id)
    return cart.find_cart(user_id=user.user_id)


def find_cart_id(request: Request) -> CartId | None:
    """Which cart `find_cart` finds."""
    token, user = request.headers.get(_HEADER, ""), principal(request)
    if user is None:
        return cart.find_cart_id(token=token)
    if token and cart.find_cart_id(token=token):
        return cart.merge_carts(token=token, user_id=user.user_id).id
    return cart.find_cart_id(user_id=user.user_id)


def get_cart_id(request: Request) -> CartId:
    """Which cart is the caller's open one. Raises CartNotFound."""
    found = find_cart_id(request)
    if found is None:
        raise CartNotFound("You have no cart yet. Put something in it first.")
    return found


def put_in(request: Request, line: WantedLine, *, currency: str = "") -> Cart:
    """The caller's cart with the line; it is begun, in this currency, when there is none.

    Raises OtherCurrency when there is one in another.
    """
    if currency:
        mine = find_cart(request)
        if mine is not None and mine.currency != currency:
            raise OtherCurrency(currency=mine.currency)
        mine_id = mine.id if mine else None
    else:
        mine_id = find_cart_id(request)
    if mine_id is not None:
        return cart.add_item(mine_id, variant_id=line.variant_id, quantity=line.quantity)
    user = principal(request)
    return cart.create_cart(user_id=user.user_id if user else None, lines=(line,), currency=currency)


def answer(found: Cart | None, status: int = 200) -> Response:
    """The cart, or what a cart looks like that was not begun."""
    data: Any = represent(CartSerializer, found if found else _not_begun())
    return Response(data, status=status, headers={"Cache-Control": "private, no-store"})


def _not_begun() -> dict[str, Any]:
    nothing = Money.zero(settings.DEFAULT_CURRENCY)
    return {
        "id": None,
        "token": "",
        "lines": (),
        "coupons": (),
        "totals": Totals(nothing, nothing, nothing, nothing, nothing),
        "currency": settings.DEFAULT_CURRENCY,
        "warnings": (),
    }
