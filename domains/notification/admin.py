"""Messages for staff: what was sent, what was not and why."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role
from domains.notification import services
from domains.notification.models import Message
from domains.notification.types import MessageKind


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Every message, newest first; each can be sent again."""

    roles = (Role.SUPPORT,)
    list_display = ("created_at", "recipient", "what", "subject", "state", "attempts", "sent_at", "trouble")
    list_filter = ("status", "kind")
    search_fields = ("recipient__istartswith",)
    search_help_text = "The beginning of a mail address."
    ordering = ("-created_at", "-id")
    actions = ("send_again",)

    @display(description="Message")
    def what(self, row: Message) -> str:
        return MessageKind(row.kind).label

    @display(
        description="Status",
        label={"sent": "success", "queued": "info", "failed": "danger", "skipped": "warning"},
    )
    def state(self, row: Message) -> str:
        return row.status

    @display(description="Last error")
    def trouble(self, row: Message) -> str:
        return row.last_error[:120]

    @admin.action(description="Send again")
    def send_again(self, request: HttpRequest, rows: "QuerySet[Message]") -> None:
        for message_id in rows.values_list("pk", flat=True):
            services.resend_message(message_id)
        messages.success(request, "The chosen messages will be sent again within half a minute.")
