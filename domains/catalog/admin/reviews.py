"""Reviews: staff read them, hide what does not belong and show it again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from domains.catalog import services
from domains.catalog.models import Review
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    roles = (Role.MERCHANDISER, Role.SUPPORT)
    list_display = ("created_at", "product", "stars", "title", "author", "verified", "state")
    list_filter = ("status", "rating", "verified")
    list_select_related = ("product",)
    search_fields = ("author", "title", "product__name")
    ordering = ("-created_at", "-id")
    actions = ("hide", "show")

    @display(description="Rating", ordering="rating")
    def stars(self, review: Review) -> str:
        return "★" * review.rating + "☆" * (5 - review.rating)

    @display(description="Status", label={"published": "success", "hidden": "warning"})
    def state(self, review: Review) -> str:
        return review.status

    @admin.action(description="Hide")
    def hide(self, request: HttpRequest, rows: "QuerySet[Review]") -> None:
        self._moderate(request, rows, hidden=True)

    @admin.action(description="Show")
    def show(self, request: HttpRequest, rows: "QuerySet[Review]") -> None:
        self._moderate(request, rows, hidden=False)

    def _moderate(self, request: HttpRequest, rows: "QuerySet[Review]", *, hidden: bool) -> None:
        for review_id in rows.values_list("id", flat=True):
            services.moderate_review(review_id, hidden=hidden)
        messages.success(request, "Done; the ratings follow.")
