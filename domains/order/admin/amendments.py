"""Changes of orders for operators: what is under way, what stands still and why."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action, display

from domains.kernel.admin import NamesPeople, ReadOnlyAdmin
from domains.kernel.money import Money
from domains.kernel.types import Role
from domains.order import services
from domains.order.admin.steps import tries_of
from domains.order.admin.timeline import in_words
from domains.order.models import Amendment


@admin.register(Amendment)
class AmendmentAdmin(NamesPeople, ReadOnlyAdmin):
    """Parts called off and money returned, newest first."""

    roles = (Role.SUPPORT, Role.FINANCE)
    list_display = ("number", "what", "sum", "where", "reason", "attempts", "failed_with", "created_at")
    list_filter = ("kind", "state")
    search_fields = ("order__number__iexact",)
    search_help_text = "A whole order number."
    list_select_related = ("order",)
    ordering = ("-created_at",)
    fields = (
        "order",
        ("kind", "state", "reached"),
        "amount",
        ("reason", "who"),
        "failure_detail",
        "last_error",
        ("attempts", "next_attempt_at"),
        ("created_at", "updated_at"),
        "key",
    )
    readonly_fields = ("who",)
    actions_detail = ("retry",)
    change_form_template = "admin/order/saga/change_form.html"

    @display(description="Order", ordering="order__number")
    def number(self, row: Amendment) -> str:
        return row.order.number

    @display(description="By")
    def who(self, row: Amendment) -> str:
        return self.name_in(row, "by")

    @display(description="Change")
    def what(self, row: Amendment) -> str:
        return in_words(row.kind)

    @display(description="Amount")
    def sum(self, row: Amendment) -> str:
        return "all that is left" if row.amount is None else Money(row.amount, row.order.currency).formatted()

    @display(
        description="State",
        label={
            "done": "success",
            "refused": "warning",
            "needs_operator": "danger",
            "begun": "info",
            "goods_back": "info",
        },
    )
    def where(self, row: Amendment) -> tuple[str, str]:
        return row.state, in_words(row.state)

    @display(description="Last error")
    def failed_with(self, row: Amendment) -> str:
        return row.last_error[:120] or row.failure_detail

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, object_id)
        return {"tries": tries_of(row)} if row else {}

    @action(description="Retry now", permissions=["service"], url_path="retry")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try the step at hand again, at once."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            services.retry_amendment(row.pk)
            return "It was tried again."

        return self.ask_about(
            request,
            row,
            title="Try this change again now?",
            explanation="The step at hand is repeated. Nothing goes back twice.",
            act=act,
        )
