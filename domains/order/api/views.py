"""Looking at orders, and what may be done with them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from domains.kernel import context
from domains.kernel.api import (
    has_role,
    idempotency_key,
    page_params,
    page_response,
    paged_schema,
    parse,
    principal,
    represent,
)
from domains.kernel.ids import OrderId, new_id
from domains.kernel.types import Answer, Role
from domains.order import services
from domains.order.api.access import is_staff, visible_order
from domains.order.api.answers import CheckoutView, PrivateView, replayed
from domains.order.api.checkout import KEY, place_order
from domains.order.api.inputs import (
    CancelSerializer,
    OrderQuery,
    OrderRequestSerializer,
    StatusRequestSerializer,
    TrackQuery,
)
from domains.order.api.serializers import (
    EventListSerializer,
    EventSerializer,
    OrderSerializer,
    OrderSummarySerializer,
)
from domains.order.errors import OrderNotFound
from domains.order.types import AmendmentState, Order, OrderFilters, OrderStatus

TOKEN = OpenApiParameter("token", str, OpenApiParameter.QUERY)


class Orders(CheckoutView):
    """`orders`."""

    @extend_schema(
        operation_id="place_order",
        parameters=[KEY],
        request=OrderRequestSerializer,
        responses={201: OrderSerializer, 202: OrderSerializer},
    )
    def post(self, request: Request) -> Response | HttpResponse:
        """Order these lines, without a cart."""
        return place_order(self, request)

    @extend_schema(
        operation_id="list_orders", parameters=[OrderQuery], responses=paged_schema(OrderSummarySerializer)
    )
    def get(self, request: Request) -> Response:
        """My orders, newest first; staff see everybody's."""
        who = principal(request)
        if who is None:
            raise NotAuthenticated
        query = OrderQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        mine = {} if is_staff(request) else {"user_id": who.user_id}
        filters = OrderFilters(**{**query.validated_data, **mine})
        cursor, page_size = page_params(request)
        page = services.list_orders(filters, cursor=cursor, page_size=page_size)
        return page_response(request, page, partial(represent, OrderSummarySerializer))


class OrderDetail(PrivateView):
    """`orders/{id}`."""

    @extend_schema(operation_id="get_order", parameters=[TOKEN], responses=OrderSerializer)
    def get(self, request: Request, order_id: UUID) -> Response:
        """One order with all that belongs to it."""
        return Response(represent(OrderSerializer, visible_order(request, order_id)))


class OrderTrack(PrivateView):
    """`orders/track`."""

    throttle_scope = "track"

    @extend_schema(operation_id="track_order", parameters=[TrackQuery], responses=OrderSerializer)
    def get(self, request: Request) -> Response:
        """An order by its number and e-mail address, or by its link's token."""
        query = TrackQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given: dict[str, Any] = query.validated_data
        if "token" in given:
            return Response(represent(OrderSerializer, services.get_order_by_tracking_token(given["token"])))
        order = services.find_order(number=given["number"], email=given["email"])
        if order is None:
            raise OrderNotFound
        return Response(represent(OrderSerializer, order))


class OrderCancel(PrivateView):
    """`orders/{id}/cancel`."""

    @extend_schema(
        operation_id="cancel_order",
        parameters=[TOKEN, KEY],
        request=CancelSerializer,
        responses={200: OrderSerializer, 202: OrderSerializer},
    )
    def post(self, request: Request, order_id: UUID) -> Response | HttpResponse:
        """Call the order, or some of its items, off: stock released, what they cost refunded.

        202 while the refund is on its way. The same `Idempotency-Key` calls the same items off once.
        """
        order = visible_order(request, order_id)
        given = parse(CancelSerializer, request)
        by = context.current().actor if principal(request) else "guest"
        if "items" in given:
            return self._part(request, order, given, by)
        cancelled = services.cancel_order(order.id, reason=given["reason"], by=by)
        gone = cancelled.status in (OrderStatus.CANCELLED, OrderStatus.FAILED)
        return Response(represent(OrderSerializer, cancelled), status=200 if gone else 202)

    def _part(
        self, request: Request, order: Order, given: dict[str, Any], by: str
    ) -> Response | HttpResponse:
        key, change_id = idempotency_key(request, "cancel"), new_id()
        if key is not None:
            claim = services.claim_request(key, resource_id=change_id)
            if claim.answer is not None:
                return replayed(claim.answer)
            change_id = claim.resource_id
        less = services.cancel_lines(
            order.id, parts=tuple(given["items"]), reason=given["reason"], by=by, key=f"api-{change_id}"
        )
        changes = services.list_amendments(order.id)
        done = not changes or changes[-1].state is AmendmentState.DONE
        response = Response(represent(OrderSerializer, less), status=200 if done else 202)
        if key is not None:
            body = JSONRenderer().render(response.data).decode()
            services.remember_answer(key, answer=Answer(response.status_code, body))
        return response


class OrderStatusView(PrivateView):
    """`orders/{id}/status`."""

    permission_classes = [has_role(Role.SUPPORT, Role.WAREHOUSE)]

    @extend_schema(
        operation_id="change_order_status", request=StatusRequestSerializer, responses=OrderSerializer
    )
    def put(self, request: Request, order_id: UUID) -> Response:
        """Move the order on; `cancelled` releases its stock and refunds it."""
        given = parse(StatusRequestSerializer, request)
        status, reason, by = OrderStatus(given["status"]), given["reason"], context.current().actor
        if status is OrderStatus.CANCELLED:
            order = services.cancel_order(OrderId(order_id), reason=reason, by=by)
        else:
            order = services.change_status(OrderId(order_id), status=status, reason=reason, by=by)
        return Response(represent(OrderSerializer, order))


class OrderEvents(PrivateView):
    """`orders/{id}/events`."""

    @extend_schema(operation_id="list_order_events", parameters=[TOKEN], responses=EventListSerializer)
    def get(self, request: Request, order_id: UUID) -> Response:
        """All that happened to the order, oldest first."""
        order = visible_order(request, order_id)
        events = services.list_order_events(order.id)
        return Response({"results": EventSerializer(events, many=True).data})
