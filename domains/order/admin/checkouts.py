"""Checkouts for operators: what stands still, why, and the buttons that help."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.timesince import timesince
from unfold.decorators import action, display

from domains.kernel import clock
from domains.kernel.admin import ReadOnlyAdmin, ReasonForm
from domains.kernel.ids import OrderId
from domains.kernel.types import Role
from domains.order import services
from domains.order.admin.asking import SkipForm
from domains.order.admin.steps import stages_of, tries_of
from domains.order.admin.timeline import in_words
from domains.order.models import LIVE_STATES, Saga


@admin.register(Saga)
class CheckoutAdmin(ReadOnlyAdmin):
    """Every checkout with its state, newest first."""

    roles = (Role.SUPPORT, Role.FINANCE)
    list_display = ("number", "where", "age", "attempts", "next_attempt", "why", "failed_with")
    list_filter = ("state",)
    search_fields = ("order__number__iexact",)
    search_help_text = "A whole order number."
    list_select_related = ("order",)
    ordering = ("-created_at",)
    exclude = ("method_token", "lease", "steps", "skipped", "failure_facts")
    actions_detail = ("retry", "compensate", "skip")
    change_form_template = "admin/order/saga/change_form.html"

    @display(description="Order", ordering="order__number")
    def number(self, row: Saga) -> str:
        return row.order.number

    @display(
        description="State",
        label={
            "confirmed": "success",
            "rejected": "warning",
            "cancelled": "warning",
            "compensating": "danger",
            "needs_operator": "danger",
            "placed": "info",
            "stock_reserved": "info",
            "paid": "info",
        },
    )
    def where(self, row: Saga) -> tuple[str, str]:
        return row.state, in_words(row.state)

    @display(description="Age", ordering="created_at")
    def age(self, row: Saga) -> str:
        return timesince(row.created_at, clock.now(), depth=1)

    @display(description="Came to nothing because")
    def why(self, row: Saga) -> str:
        return row.failure_detail or in_words(row.failure_code)

    @display(description="Next attempt", ordering="next_attempt_at")
    def next_attempt(self, row: Saga) -> datetime | None:
        return row.next_attempt_at if row.state in LIVE_STATES else None

    @display(description="Last error")
    def failed_with(self, row: Saga) -> str:
        return row.last_error[:120]

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, object_id)
        return {"stages": stages_of(row), "tries": tries_of(row)} if row else {}

    @action(description="Skip a step", permissions=["service"], url_path="skip")
    def skip(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go on undoing without a step that somebody did by hand."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            after = services.skip_undoing(
                OrderId(row.pk), step=given["step"], reason=given["reason"], by=f"user:{request.user.pk}"
            )
            return f"The checkout stands at {after.saga.replace('_', ' ')} now."

        return self.ask_about(
            request,
            row,
            title="Go on without this step?",
            explanation="Only while a checkout is being undone, and only for what was done by hand:"
            " money that is still charged, or goods that are not back, stay so.",
            act=act,
            form_class=SkipForm,
        )

    @action(description="Retry now", permissions=["service"], url_path="retry")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try the step at hand again, at once."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            after = services.retry_order(OrderId(row.pk))
            return f"The checkout stands at {after.saga.replace('_', ' ')} now."

        return self.ask_about(
            request,
            row,
            title="Try this checkout again now?",
            explanation="The step at hand is repeated. No customer is charged twice.",
            act=act,
        )

    @action(description="Compensate", permissions=["service"], url_path="compensate")
    def compensate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the order up: undo every step that was done."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            after = services.cancel_order(
                OrderId(row.pk), reason=given["reason"], by=f"user:{request.user.pk}"
            )
            return f"The checkout stands at {after.saga.replace('_', ' ')} now."

        return self.ask_about(
            request,
            row,
            title="Undo this checkout?",
            explanation="Money goes back, goods go back on sale, and the order is cancelled.",
            act=act,
            form_class=ReasonForm,
        )
