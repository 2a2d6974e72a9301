"""Payments for support and finance: what was taken, what went back, and both sides of every move."""

from django.contrib import admin
from unfold.admin import TabularInline
from unfold.decorators import display

from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role
from domains.payment.models import JournalEntry, Payment, ReceivedWebhook, Refund


class _LookOnly(TabularInline):  # type: ignore[misc]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        return True


class RefundInline(_LookOnly):
    """What went back."""

    model = Refund
    fields = ("created_at", "amount", "reason", "status", "gateway_refund_id")
    readonly_fields = fields


class JournalInline(_LookOnly):
    """Both sides of every move."""

    model = JournalEntry
    fields = ("created_at", "move_id", "account", "amount", "currency")
    readonly_fields = fields


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Every attempt to be paid, newest first. Refunds are made on the order."""

    roles = (Role.SUPPORT, Role.FINANCE)
    list_display = ("created_at", "amount_", "state", "returned", "gateway", "email", "order_id", "answered")
    list_filter = ("status", "gateway", "settled")
    search_fields = ("order_id__exact", "gateway_transaction_id__exact", "email__iexact")
    search_help_text = "A whole mail address, order id or gateway transaction."
    ordering = ("-created_at", "-id")
    exclude = ("method_token",)
    inlines = (RefundInline, JournalInline)

    @display(description="Amount")
    def amount_(self, row: Payment) -> str:
        return row.money.formatted()

    @display(description="Returned")
    def returned(self, row: Payment) -> str:
        return f"{row.refunded.normalize():f}" if row.refunded else ""

    @display(description="Answered", boolean=True)
    def answered(self, row: Payment) -> bool:
        return row.settled

    @display(
        description="Status",
        label={
            "captured": "success",
            "failed": "danger",
            "requires_action": "warning",
            "created": "info",
            "partially_refunded": "warning",
        },
    )
    def state(self, row: Payment) -> str:
        return row.status


@admin.register(ReceivedWebhook)
class WebhookAdmin(ReadOnlyAdmin):
    """What the gateways told us."""

    roles = (Role.FINANCE,)
    list_display = ("created_at", "gateway", "kind", "notice_id")
    list_filter = ("gateway",)
    search_fields = ("notice_id__exact",)
    ordering = ("-created_at",)
