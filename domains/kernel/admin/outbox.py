"""The outbox for operators: what happened, what was delivered, what failed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.decorators import action, display

from domains.kernel import services
from domains.kernel.admin.asking import ask
from domains.kernel.admin.base import ReadOnlyAdmin
from domains.kernel.models import IdempotencyRecord, Publication, StoredEvent
from domains.kernel.router import database_of
from domains.kernel.types import Role


class _OutboxAdmin(ReadOnlyAdmin):
    """Where domains have databases of their own, the screens show the one of the orders."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.using(database_of("order"))


@admin.register(StoredEvent)
class EventAdmin(_OutboxAdmin):
    """Every fact, newest first; a search for its stream shows one thing's whole story."""

    list_display = ("occurred_at", "name", "stream", "version", "actor", "correlation_id")
    search_fields = ("stream__startswith", "correlation_id__exact", "name__exact")
    search_help_text = "A stream such as order-0192…, a correlation id, or the name of an event."
    ordering = ("-id",)


@admin.register(Publication)
class PublicationAdmin(_OutboxAdmin):
    """Deliveries; failed and dead ones can be replayed, one or all."""

    roles = (Role.SUPPORT,)
    list_display = ("event_name", "handler", "state", "attempts", "next_attempt_at", "short_error")
    list_filter = ("status", "handler")
    list_select_related = ("event",)
    ordering = ("-id",)
    actions_list = ("replay_all",)
    actions_detail = ("replay",)

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

    @action(description="Deliver again", permissions=["service"], url_path="replay")
    def replay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Try this delivery again, with all its attempts before it."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            services.replay_publication(row.pk, domain=row.event.name.partition(".")[0])
            return "It will be delivered within seconds."

        return self.ask_about(
            request,
            row,
            title=f"Deliver {row.event.name} to {row.handler} again?",
            explanation="The handler takes effect once, however often it is delivered.",
            act=act,
        )

    @action(description="Deliver all dead ones again", permissions=["service"], url_path="replay-all")
    def replay_all(self, request: HttpRequest) -> HttpResponse:
        """Try every dead delivery again: what killed them is mended."""
        dead = services.count_publications()["dead"]

        def act(given: dict[str, Any]) -> str:
            return f"{services.replay_dead_publications()} will be delivered within seconds."

        return ask(
            self,
            request,
            back=reverse("admin:kernel_publication_changelist"),
            title="Deliver all dead events again?",
            explanation=f"{dead} stand here after {services.MOST_DELIVERIES} tries each."
            " Mend first what they failed at: the last error says it.",
            act=act,
        )


@admin.register(IdempotencyRecord)
class IdempotencyAdmin(_OutboxAdmin):
    """Claimed keys and what their requests were answered."""

    list_display = ("created_at", "scope", "key", "resource_id", "status", "working_until")
    search_fields = ("key__exact", "resource_id__exact")
    search_help_text = "A whole key, or the id of what it made."
    ordering = ("-created_at",)
    exclude = ("body",)
    actions_detail = ("free",)

    @action(description="Let it be repeated now", permissions=["service"], url_path="free")
    def free(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The first request died: its repetition need not wait until its time is over."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            freed = services.free_idempotency_key(row.pk)
            return "The next repetition goes on with it." if freed else "It is answered already."

        return self.ask_about(
            request,
            row,
            title="Let the next request with this key go on?",
            explanation="Only for a key whose first request ended before it answered. What it made stays.",
            act=act,
        )
