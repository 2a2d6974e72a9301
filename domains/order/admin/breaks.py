"""Reconciliation: money that does not agree, with the buttons that mend it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action, display

from domains.kernel.admin import NamesPeople, ReadOnlyAdmin, ReasonForm
from domains.kernel.types import Role
from domains.order import remedies, services
from domains.order.admin.timeline import in_words
from domains.order.models import Break, Order
from domains.order.types import BreakKind, BreakStatus, Remedy

_SAYS = {
    BreakKind.UNKNOWN_CHARGE: "The gateway took money that we know nothing of.",
    BreakKind.CHARGED_THERE: "The gateway took money, and our payment says that it did not.",
    BreakKind.NOT_CHARGED_THERE: "We count on money that the gateway did not take.",
    BreakKind.AMOUNT_DIFFERS: "The gateway took another amount than we count on.",
    BreakKind.REFUNDED_THERE: "The gateway gave back more than we know of.",
    BreakKind.NOT_REFUNDED_THERE: "We count a refund that the gateway did not make.",
    BreakKind.PAID_WITHOUT_CAPTURE: "The order is paid, and no payment of it took any money.",
    BreakKind.CAPTURED_NOT_CONFIRMED: "Money was taken, and the order was never confirmed.",
    BreakKind.CANCELLED_BUT_CHARGED: "The order came to nothing, and money stays charged.",
    BreakKind.REFUND_NOT_ON_ORDER: "Money went back that does not stand on the order.",
}


@admin.register(Break)
class BreakAdmin(NamesPeople, ReadOnlyAdmin):
    """Every break, newest first; the open ones when it opens from the dashboard."""

    roles = (Role.FINANCE,)
    list_display = ("what", "state", "ours", "theirs", "order", "first_seen", "last_seen_at")
    list_display_links = ("what",)
    list_filter = ("status", "kind")
    search_fields = ("subject__exact",)
    search_help_text = "A whole charge key or order id."
    ordering = ("-created_at", "-id")
    fields = (
        ("what", "standing"),
        "says",
        ("ours", "theirs"),
        ("order", "payment"),
        ("key", "gateway"),
        ("created_at", "last_seen_at"),
        ("who", "reason"),
    )
    readonly_fields = ("what", "standing", "says", "order", "payment", "key", "who")
    actions_detail = ("capture", "refund", "attach", "ignore")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Break]":
        numbers = Order.objects.filter(id=OuterRef("order_id")).values("number")
        rows: QuerySet[Break] = super().get_queryset(request)
        return rows.annotate(number=Subquery(numbers[:1]))

    @display(description="What")
    def what(self, row: Break) -> str:
        return in_words(row.kind)

    @display(description="Meaning")
    def says(self, row: Break) -> str:
        return _SAYS[BreakKind(row.kind)]

    @display(description="Status", label={"open": "danger", "resolved": "success", "ignored": "warning"})
    def state(self, row: Break) -> tuple[str, str]:
        return row.status, in_words(row.status)

    @display(description="Status")
    def standing(self, row: Break) -> str:
        return f"{in_words(row.status)}: {row.resolution}" if row.resolution else in_words(row.status)

    @display(description="Charge or order")
    def key(self, row: Break) -> str:
        return row.subject

    @display(description="First seen", ordering="created_at")
    def first_seen(self, row: Break) -> datetime:
        return row.created_at

    @display(description="Decided by")
    def who(self, row: Break) -> str:
        return self.name_in(row, "by")

    @display(description="Order")
    def order(self, row: Break) -> str:
        return _link("order_order", row.order_id, getattr(row, "number", None))

    @display(description="Payment")
    def payment(self, row: Break) -> str:
        return _link("payment_payment", row.payment_id, "Payment")

    # --- Buttons ------------------------------------------------------------------------------

    def has_capture_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._fits(request, obj, Remedy.CAPTURE)

    def has_refund_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._fits(request, obj, Remedy.REFUND)

    def has_attach_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._fits(request, obj, Remedy.ATTACH)

    def has_ignore_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._fits(request, obj, Remedy.IGNORE)

    def _fits(self, request: HttpRequest, obj: Any, remedy: Remedy) -> bool:
        """Whether the button is for this person, and mends this break."""
        if not self.may_use(request):
            return False
        if not isinstance(obj, str | UUID):
            return True
        row = self.get_object(request, str(obj))
        return row is not None and row.status != BreakStatus.RESOLVED and remedy in remedies.fitting(row.kind)

    @action(description="Capture", permissions=["capture"], url_path="capture")
    def capture(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask the gateway for the payment again."""
        why = "The gateway is asked for the payment again, under the same key: nobody is charged twice."
        return self._ask(request, object_id, Remedy.CAPTURE, "Capture this payment?", why)

    @action(description="Refund", permissions=["refund"], url_path="refund")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the money back."""
        why = "The money goes back the way it came. This cannot be undone."
        return self._ask(request, object_id, Remedy.REFUND, "Refund this money?", why)

    @action(description="Attach", permissions=["attach"], url_path="attach")
    def attach(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take over what the gateway did."""
        why = "What moved there is written into our books, and on the order. No money moves."
        return self._ask(request, object_id, Remedy.ATTACH, "Take this over?", why)

    @action(description="Ignore", permissions=["ignore"], url_path="ignore")
    def ignore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Leave it as it is, with a reason."""
        why = "It stays as it is, with your reason. It opens again when its amounts change."
        return self._ask(request, object_id, Remedy.IGNORE, "Ignore this break?", why)

    def _ask(
        self, request: HttpRequest, object_id: str, remedy: Remedy, title: str, explanation: str
    ) -> HttpResponse:
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            status = services.resolve_break(
                row.pk, remedy=remedy, reason=given["reason"], by=f"user:{request.user.pk}"
            )
            return f"The break is {status.value} now."

        said = f"{_SAYS[BreakKind(row.kind)]} Ours: {row.ours}, theirs: {row.theirs}. "
        return self.ask_about(
            request,
            row,
            title=title,
            explanation=said + explanation,
            act=act,
            form_class=ReasonForm,
        )


def _link(screen: str, key: UUID | None, label: str | None) -> str:
    if key is None or not label:
        return ""
    return format_html(
        '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
        reverse(f"admin:{screen}_change", args=[key]),
        label,
    )
