"""Reviews: those that wait are read first, approved or rejected; any may be decided otherwise later."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from unfold.decorators import action, display

from domains.catalog import services
from domains.catalog.models import Review
from domains.catalog.types import ReviewStatus
from domains.kernel import context
from domains.kernel.admin import NamesPeople, ReadOnlyAdmin, ReasonForm, ask
from domains.kernel.types import Role

_LIST = "admin:catalog_review_changelist"
# More would not fit into an address.
_MOST_AT_ONCE = 50
_WHY = "Nobody sees it in the shop. Its author reads your reason and may write it anew."


@admin.register(Review)
class ReviewAdmin(NamesPeople, ReadOnlyAdmin):
    """Every review, newest first; those that wait when it opens from the dashboard."""

    roles = (Role.MERCHANDISER, Role.SUPPORT)
    acting = ("decided_by",)
    list_display = (
        "created_at",
        "product",
        "stars",
        "excerpt",
        "author",
        "verified",
        "state",
        "decided",
    )
    list_filter = ("status", "rating", "verified")
    list_select_related = ("product",)
    search_fields = ("author", "title", "product__name")
    ordering = ("-created_at", "-id")
    actions = ("approve", "reject")
    actions_detail = ("approve_one", "reject_one")
    fields = (
        ("product", "stars"),
        ("author", "verified"),
        "title",
        "body",
        ("helpful", "unhelpful"),
        ("state", "reason"),
        ("decided", "decided_at"),
        "created_at",
    )
    readonly_fields = ("stars", "state", "decided", "helpful", "unhelpful", "created_at")

    @display(description="Rating", ordering="rating")
    def stars(self, review: Review) -> str:
        return "★" * review.rating + "☆" * (5 - review.rating)

    @display(description="Review")
    def excerpt(self, review: Review) -> str:
        words = ": ".join(filter(None, [review.title, review.body]))
        return words if len(words) <= 80 else f"{words[:79]}…"

    @display(description="Status", label={"published": "success", "pending": "warning", "rejected": "danger"})
    def state(self, review: Review) -> str:
        return review.status

    @display(description="Decided by", ordering="decided_by")
    def decided(self, review: Review) -> str:
        return self.name_in(review, "decided_by")

    # --- Many at once -------------------------------------------------------------------------

    @admin.action(description="Approve")
    def approve(self, request: HttpRequest, rows: "QuerySet[Review]") -> None:
        chosen = [*rows.values_list("id", flat=True)]
        with context.bound(actor=f"user:{request.user.pk}"):
            changed = services.approve_reviews(chosen)
        messages.success(request, f"{_counted(changed)} published now; the ratings follow.")

    @admin.action(description="Reject, with a reason")
    def reject(self, request: HttpRequest, rows: "QuerySet[Review]") -> HttpResponse | None:
        chosen = [str(one) for one in rows.values_list("id", flat=True)[: _MOST_AT_ONCE + 1]]
        if len(chosen) > _MOST_AT_ONCE:
            messages.error(request, f"Choose at most {_MOST_AT_ONCE} reviews to reject with one reason.")
            return None
        return redirect(f"{reverse('admin:catalog_review_reject')}?{urlencode({'ids': ','.join(chosen)})}")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reject_chosen)
        return [path("reject/", view, name="catalog_review_reject"), *super().get_urls()]

    def reject_chosen(self, request: HttpRequest) -> HttpResponse:
        """Asks for the one reason that all of the chosen are rejected for."""
        if not self.may_use(request):
            return HttpResponse(status=403)
        ids = _ids(request.GET.get("ids", ""))
        if not ids:
            messages.error(request, "Choose the reviews to reject first.")
            return redirect(_LIST)
        return ask(
            self,
            request,
            back=reverse(_LIST),
            title=f"Reject {len(ids)} review{'' if len(ids) == 1 else 's'}?",
            explanation=_WHY,
            act=lambda given: _rejected(ids, given["reason"]),
            form_class=ReasonForm,
        )

    # --- One by one ---------------------------------------------------------------------------

    def has_approve_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_become(request, obj, ReviewStatus.PUBLISHED)

    def has_reject_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_become(request, obj, ReviewStatus.REJECTED)

    def _may_become(self, request: HttpRequest, obj: Any, status: ReviewStatus) -> bool:
        """Whether the button is for this person, and would change the review."""
        if not self.may_use(request) or not isinstance(obj, str | UUID):
            return self.may_use(request)
        row = self.get_object(request, str(obj))
        return row is not None and row.status != status

    @action(description="Approve", permissions=["approve"], url_path="approve")
    def approve_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Publish the review."""
        row = self.subject(request, object_id)
        return self.ask_about(
            request,
            row,
            title="Publish this review?",
            explanation=f"“{row.title or row.body[:80]}” shows in the shop and counts in the rating.",
            act=lambda _: f"{_counted(services.approve_reviews([row.pk]))} published now.",
        )

    @action(description="Reject", permissions=["reject"], url_path="reject")
    def reject_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take the review out of the shop, or do not let it in."""
        row = self.subject(request, object_id)
        return self.ask_about(
            request,
            row,
            title="Reject this review?",
            explanation=_WHY,
            act=lambda given: _rejected([row.pk], given["reason"]),
            form_class=ReasonForm,
        )


def _rejected(ids: list[UUID], reason: str) -> str:
    return f"{_counted(services.reject_reviews(ids, reason=reason))} rejected now; the ratings follow."


def _counted(reviews: int) -> str:
    return "1 review is" if reviews == 1 else f"{reviews} reviews are"


def _ids(given: str) -> list[UUID]:
    try:
        return [UUID(one) for one in given.split(",") if one][:_MOST_AT_ONCE]
    except ValueError:
        return []
