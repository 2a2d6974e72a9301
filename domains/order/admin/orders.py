"""Orders for support, warehouse and finance: found by number or address, moved on through services."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action, display

from domains.cart import services as cart
from domains.kernel.admin import ReadOnlyAdmin, ReasonForm
from domains.kernel.ids import OrderId
from domains.kernel.money import Money
from domains.kernel.types import Role
from domains.order import services
from domains.order.admin.asking import AmountForm, RefundForm, part_form
from domains.order.admin.timeline import in_words, timeline
from domains.order.models import Order
from domains.order.statuses import legal_for_staff
from domains.order.types import AmendmentState, LinePart, OrderStatus

STATUS_COLOURS = {
    "pending": "info",
    "confirmed": "success",
    "processing": "info",
    "shipped": "info",
    "delivered": "success",
    "completed": "success",
    "cancelled": "danger",
    "failed": "danger",
    "return_requested": "warning",
    "returned": "warning",
}
PAYMENT_COLOURS = {
    "paid": "success",
    "authorized": "info",
    "refunded": "warning",
    "partially_refunded": "warning",
    "failed": "danger",
}


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Every order, newest first."""

    roles = (Role.SUPPORT, Role.FINANCE)
    list_display = ("number", "state", "money_state", "whole", "email", "item_count", "created_at")
    list_display_links = ("number",)
    list_filter = ("status", "payment_status")
    search_fields = ("number__iexact", "email__iexact")
    search_help_text = "A whole order number or mail address."
    ordering = ("-created_at", "-id")
    fields = (("number", "state", "money_state"), ("email", "created_at"), "note")
    readonly_fields = ("state", "money_state")
    actions_detail = ("move_on", "capture", "refund", "cancel_part", "cancel")
    change_form_template = "admin/order/order/change_form.html"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Order]":
        rows: QuerySet[Order] = super().get_queryset(request)
        # A list needs no addresses, and the page of an order takes them from the services.
        return rows.defer("shipping_address", "billing_address", "coupons")

    @display(description="Status", label=STATUS_COLOURS)
    def state(self, row: Order) -> tuple[str, str]:
        return row.status, in_words(row.status)

    @display(
        description="Payment",
        label=PAYMENT_COLOURS,
    )
    def money_state(self, row: Order) -> tuple[str, str]:
        return row.payment_status, in_words(row.payment_status)

    @display(description="Total")
    def whole(self, row: Order) -> str:
        return row.money.formatted()

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, object_id)
        return _shown(OrderId(row.pk)) if row else {}

    # --- Buttons ------------------------------------------------------------------------------

    @action(description="Move on", permissions=["service"], url_path="move-on")
    def move_on(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Confirm for packing, ship, deliver, complete: whatever comes next."""
        row = self.subject(request, object_id)
        order = services.get_order(OrderId(row.pk))
        onward = next(
            (status for status in _USUAL_WAY if status in legal_for_staff(order.status)), order.status
        )

        def act(given: dict[str, Any]) -> str:
            services.change_status(order.id, status=onward, reason=given["reason"], by=_by(request))
            return f"{order.number} is {onward.replace('_', ' ')} now."

        return self.ask_about(
            request,
            row,
            title=f"Move {order.number} on to {onward.replace('_', ' ')}?",
            explanation=f"It is {order.status.replace('_', ' ')} now. The customer is told where it matters.",
            act=act,
            form_class=ReasonForm,
        )

    @action(description="Capture", permissions=["service"], url_path="capture")
    def capture(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take what was put aside, all of it or a part."""
        row = self.subject(request, object_id)
        order = services.get_order(OrderId(row.pk))

        def act(given: dict[str, Any]) -> str:
            amount = Money.of(given["amount"], order.currency) if given["amount"] is not None else None
            after = services.capture_order(order.id, amount=amount, by=_by(request))
            return "The money is taken." if after.payment_status == "paid" else "The gateway was asked."

        return self.ask_about(
            request,
            row,
            title=f"Capture the payment of {order.number}?",
            explanation=f"The order cost {order.total.formatted()}. A payment is captured once:"
            " what you leave goes back to the customer's card.",
            act=act,
            form_class=AmountForm,
        )

    @action(description="Refund", permissions=["service"], url_path="refund")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return an amount, or all that is left."""
        row = self.subject(request, object_id)
        order = services.get_order(OrderId(row.pk))

        def act(given: dict[str, Any]) -> str:
            amount = Money.of(given["amount"], order.currency) if given["amount"] is not None else None
            services.refund_order(
                order.id, amount=amount, reason=given["reason"], by=_by(request), key=given["key"]
            )
            return _said_of_change(order.id, "The refund is made.")

        return self.ask_about(
            request,
            row,
            title=f"Refund {order.number}?",
            explanation=f"The order cost {order.total.formatted()}. The money goes back the way it came.",
            act=act,
            form_class=RefundForm,
        )

    @action(description="Cancel a part", permissions=["service"], url_path="cancel-part")
    def cancel_part(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Call some pieces off."""
        row = self.subject(request, object_id)
        order = services.get_order(OrderId(row.pk))

        def act(given: dict[str, Any]) -> str:
            parts = tuple(
                LinePart(line.id, pieces) for line in order.lines if (pieces := given.get(str(line.id)))
            )
            services.cancel_lines(
                order.id, parts=parts, reason=given["reason"], by=_by(request), key=given["key"]
            )
            return _said_of_change(order.id, "The pieces are called off.")

        return self.ask_about(
            request,
            row,
            title=f"Cancel a part of {order.number}?",
            explanation="The pieces go back on sale and what they cost is refunded, delivery not included.",
            act=act,
            form_class=part_form(order),
        )

    @action(description="Cancel", permissions=["service"], url_path="cancel")
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Call the order off."""
        row = self.subject(request, object_id)
        order = services.get_order(OrderId(row.pk))

        def act(given: dict[str, Any]) -> str:
            after = services.cancel_order(order.id, reason=given["reason"], by=_by(request))
            done = after.status is OrderStatus.CANCELLED
            return "The order is cancelled." if done else "The order is being cancelled."

        return self.ask_about(
            request,
            row,
            title=f"Cancel {order.number}?",
            explanation="Its goods go back on sale and what was paid is refunded. This cannot be undone.",
            act=act,
            form_class=ReasonForm,
        )


_USUAL_WAY = (
    OrderStatus.PROCESSING,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.COMPLETED,
    OrderStatus.RETURNED,
    OrderStatus.REFUNDED,
)


def _shown(order_id: OrderId) -> dict[str, Any]:
    """All that the page of an order says."""
    order = services.get_order(order_id)
    countries = dict(cart.list_countries())
    shipping, billing = order.shipping_address.country, order.billing_address.country
    return {
        "order": order,
        "timeline": timeline(order, services.list_order_events(order_id)),
        "state_words": in_words(order.status),
        "state_colour": STATUS_COLOURS.get(order.status, ""),
        "payment_words": in_words(order.payment_status),
        "payment_colour": PAYMENT_COLOURS.get(order.payment_status, ""),
        "shipping_country": countries.get(shipping, shipping),
        "billing_country": countries.get(billing, billing),
    }


def _said_of_change(order_id: OrderId, done: str) -> str:
    last = services.list_amendments(order_id)[-1:]
    is_done = not last or last[0].state is AmendmentState.DONE
    return done if is_done else "It is under way: the gateway has not answered yet and is asked again."


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"
