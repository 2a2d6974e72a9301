"""The outbox for operators: what happened, what was delivered, what failed."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from domains.kernel import services
from domains.kernel.admin.base import ReadOnlyAdmin
from domains.kernel.models import IdempotencyRecord, Publication, StoredEvent


@admin.register(StoredEvent)
class EventAdmin(ReadOnlyAdmin):
    """Every fact, newest first."""

    list_display = ("occurred_at", "name", "stream", "version", "actor", "correlation_id")
    search_fields = ("stream__startswith", "correlation_id__exact", "name__exact")
    ordering = ("-id",)


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """Deliveries; failed and dead ones can be replayed."""

    list_display = ("event_name", "handler", "state", "attempts", "next_attempt_at", "short_error")
    list_filter = ("status", "handler")
    list_select_related = ("event",)
    ordering = ("-id",)
    actions = ("replay",)

    @display(description="Event")
    def event_name(self, row: Publication) -> str:
        return row.event.name

    @display(
        description="Status",
        label={"done": "success", "failed": "warning", "dead": "danger", "pending": "info"},
    )
    def state(self, row: Publication) -> str:
        return row.status

    @display(description="Last error")
    def short_error(self, row: Publication) -> str:
        return row.last_error[:120]

    @admin.action(description="Deliver again")
    def replay(self, request: HttpRequest, rows: "QuerySet[Publication]") -> None:
        for row in rows.exclude(status="done"):
            services.replay_publication(row.pk, domain=row.event.name.partition(".")[0])
        messages.success(request, "The chosen deliveries will be tried again within seconds.")


@admin.register(IdempotencyRecord)
class IdempotencyAdmin(ReadOnlyAdmin):
    """Claimed keys and what their requests were answered."""

    list_display = ("created_at", "scope", "key", "resource_id", "status")
    search_fields = ("key__exact", "resource_id__exact")
    ordering = ("-created_at",)
    exclude = ("body",)
