"""Imports: upload a file, watch it come in, read what was left out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display

from domains.catalog import services
from domains.catalog.errors import ImportFileInvalid
from domains.catalog.models import ImportJob
from domains.catalog.types import ImportStatus
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role

_LARGEST = 20_000_000
_REFRESH_S = 2
_PROBLEMS_SHOWN = 200


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        label="Product CSV",
        help_text="As Shopify exports it, up to 20 MB. Products are known by their handle.",
    )
    currency = forms.CharField(
        required=False, max_length=3, help_text="Of the prices, e.g. EUR; the shop's own when it is empty."
    )

    class Meta:
        model = ImportJob
        fields: tuple[str, ...] = ()


@admin.register(ImportJob)
class ImportAdmin(ReadOnlyAdmin):
    roles = (Role.MERCHANDISER,)
    form = UploadForm
    list_display = (
        "created_at",
        "filename",
        "state",
        "progress",
        "products_created",
        "products_updated",
        "left_out",
    )
    list_display_links = ("created_at", "filename")
    list_filter = ("status",)
    ordering = ("-created_at", "-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_use(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content")

    def get_fields(self, request: HttpRequest, obj: ImportJob | None = None) -> Any:
        if obj is None:
            return ("file", "currency")
        return (
            ("filename", "currency", "state"),
            ("progress", "products_created", "products_updated"),
            ("variants", "pictures", "pictures_missing"),
            ("created_at", "finished_at", "requested_by"),
            "failure",
            "report",
        )

    def get_readonly_fields(self, request: HttpRequest, obj: ImportJob | None = None) -> Any:
        if obj is None:
            return ()
        return tuple(
            name
            for group in self.get_fields(request, obj)
            for name in ((group,) if isinstance(group, str) else group)
        )

    @display(
        description="Status",
        label={"finished": "success", "failed": "danger", "running": "info", "waiting": "warning"},
    )
    def state(self, job: ImportJob) -> str:
        return job.status

    @display(description="Progress")
    def progress(self, job: ImportJob) -> SafeString:
        return format_html(
            '<progress value="{}" max="{}"></progress> {} of {} products',
            job.done,
            job.total or 1,
            job.done,
            job.total,
        )

    @display(description="Left out", ordering="problem_count")
    def left_out(self, job: ImportJob) -> int:
        return job.problem_count

    @display(description="Lines left out")
    def report(self, job: ImportJob) -> SafeString | str:
        if not job.problem_count:
            return "None"
        problems = job.problems.order_by("line", "id")[:_PROBLEMS_SHOWN]
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            ((one.line, one.field or "whole line", one.reason) for one in problems),
        )
        more = job.problem_count - _PROBLEMS_SHOWN
        return format_html(
            "<table><thead><tr><th>Line</th><th>Column</th><th>Reason</th></tr></thead>"
            "<tbody>{}</tbody></table>{}",
            rows,
            f"and {more} more" if more > 0 else "",
        )

    def save_model(self, request: HttpRequest, obj: ImportJob, form: Any, change: bool) -> None:
        """Hand the file over; a worker brings it in."""
        file = form.cleaned_data["file"]
        if file.size > _LARGEST:
            raise ImportFileInvalid("The file is larger than 20 MB.", field="file")
        currency = form.cleaned_data["currency"].upper()
        job = services.start_import(file.read(), filename=file.name, currency=currency)
        obj.pk, obj.filename = job.id, job.filename

    def response_add(
        self, request: HttpRequest, obj: ImportJob, post_url_continue: Any = None
    ) -> HttpResponse:
        """On to the import itself, to watch it come in."""
        return HttpResponseRedirect(reverse("admin:catalog_importjob_change", args=[obj.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        job = context.get("original")
        if job is not None and job.status in (ImportStatus.WAITING, ImportStatus.RUNNING):
            response["Refresh"] = str(_REFRESH_S)
        return response
