"""Who sees which order: its member, whoever holds its link, and staff."""

from uuid import UUID

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from domains.cart import services as cart
from domains.kernel.api import principal
from domains.kernel.ids import OrderId
from domains.kernel.types import Role
from domains.order import services
from domains.order.errors import OrderNotFound, TrackingLinkInvalid
from domains.order.types import Order

STAFF = frozenset({Role.SUPPORT, Role.FINANCE, Role.WAREHOUSE})


def is_staff(request: Request) -> bool:
    """Whether the caller works with everybody's orders."""
    who = principal(request)
    return who is not None and who.has_any(STAFF)


def visible_order(request: Request, order_id: UUID) -> Order:
    """The order if the caller may see it.

    Guests show its token, in `?token=` or as `X-Order-Token`, or that of the open cart that it
    was to be. Raises OrderNotFound for somebody else's, NotAuthenticated for a guest without one.
    """
    token = request.query_params.get("token") or request.headers.get("X-Order-Token", "")
    who = principal(request)
    if token:
        try:
            order = services.get_order_by_tracking_token(token)
        except TrackingLinkInvalid as broken:
            raise OrderNotFound from broken
        if order.id != order_id:
            raise OrderNotFound
        return order
    if who is not None:
        return services.get_order(OrderId(order_id), user_id=None if is_staff(request) else who.user_id)
    mine = cart.find_cart_id(token=request.headers.get("X-Cart-Token", ""))
    if mine is None:
        raise NotAuthenticated
    order = services.get_order(OrderId(order_id))
    if order.cart_id != mine:
        raise OrderNotFound
    return order
