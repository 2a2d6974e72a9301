"""Imports: upload a file, watch it come in, read what was left out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from domains.catalog import services
from domains.catalog.errors import ImportBegun, ImportFileInvalid, ImportNotFound
from domains.catalog.models import ImportJob
from domains.catalog.types import FileColumns, ImportStatus
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role

_LARGEST = 20_000_000
_REFRESH_S = 2
_PROBLEMS_SHOWN = 200


class UploadForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        label="Product CSV",
        help_text="Of Shopify, of this shop or of anybody, up to 20 MB. Nothing happens before you have seen "
        "what it would do.",
        widget=UnfoldAdminFileFieldWidget,
    )
    currency = forms.CharField(
        required=False,
        max_length=3,
        help_text="Of the prices, e.g. EUR; the shop's own when it is empty.",
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = ImportJob
        fields: tuple[str, ...] = ()


class ColumnsForm(forms.Form):
    """A choice for each name of the file's first line, known by its place, because names may be anything."""

    def __init__(self, data: Any, *, found: FileColumns) -> None:
        super().__init__(data)
        self.found = found
        choices = [("", "Leave out"), *((one, one) for one in found.meanings)]
        for place, column in enumerate(found.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=column.name or "(no name)",
                help_text=" · ".join(column.samples),
                choices=choices,
                initial=column.meaning,
                required=False,
                widget=UnfoldAdminSelectWidget,
            )

    def clean(self) -> Any:
        given = super().clean() or {}
        taken: dict[str, str] = {}
        for name, meaning in list(given.items()):
            if meaning and meaning in taken:
                other = self.fields[taken[meaning]].label
                self.add_error(name, f"“{other}” is {meaning} already. Choose it once.")
            taken.setdefault(meaning, name)
        return given

    def mapping(self) -> dict[str, str]:
        """What each name of the first line means."""
        return {
            column.name: self.cleaned_data[f"column-{place}"]
            for place, column in enumerate(self.found.columns)
        }


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

    def get_urls(self) -> list[Any]:
        columns = path(
            "<uuid:import_id>/columns/",
            self.admin_site.admin_view(self.columns),
            name="catalog_importjob_columns",
        )
        return [columns, *super().get_urls()]

    def columns(self, request: HttpRequest, import_id: UUID) -> HttpResponse:
        """Which column is which, and what would come of it; from here the import begins."""
        if not self.may_use(request):
            raise PermissionDenied
        shown: dict[str, Any] = {"refusal": ""}
        try:
            found = services.get_import_columns(import_id)
        except ImportBegun:
            return redirect("admin:catalog_importjob_change", import_id)
        except ImportNotFound as missing:
            raise Http404 from missing
        form = ColumnsForm(request.POST or None, found=found)
        if request.method == "POST" and form.is_valid():
            mapping = form.mapping()
            try:
                if "begin" in request.POST:
                    services.begin_import(import_id, mapping=mapping)
                    return redirect("admin:catalog_importjob_change", import_id)
                shown["preview"] = services.get_import_preview(import_id, mapping=mapping)
            except ImportBegun:
                return redirect("admin:catalog_importjob_change", import_id)
            except ImportFileInvalid as refused:
                shown["refusal"] = refused.detail
        context = {
            **self.admin_site.each_context(request),
            **shown,
            "title": "Bring in a file",
            "job": services.get_import(import_id),
            "form": form,
            "found": found,
            "opts": self.opts,
        }
        return render(request, "admin/catalog/importjob/columns.html", context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        """A file whose columns are not known yet is mapped first."""
        job = self.get_object(request, object_id) if self.may_use(request) else None
        if job is not None and job.status == ImportStatus.UPLOADED:
            return redirect("admin:catalog_importjob_columns", job.pk)
        response: HttpResponse = super().change_view(request, object_id, *args, **options)
        return response

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
        label={
            "finished": "success",
            "failed": "danger",
            "running": "info",
            "waiting": "warning",
            "uploaded": "warning",
        },
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
        """Keep the file; nothing comes in before its columns are known."""
        file = form.cleaned_data["file"]
        if file.size > _LARGEST:
            raise ImportFileInvalid("The file is larger than 20 MB.", field="file")
        currency = form.cleaned_data["currency"].upper()
        job = services.upload_import(file.read(), filename=file.name, currency=currency)
        obj.pk, obj.filename = job.id, job.filename

    def response_add(
        self, request: HttpRequest, obj: ImportJob, post_url_continue: Any = None
    ) -> HttpResponse:
        """On to the file's columns."""
        return redirect("admin:catalog_importjob_columns", obj.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        job = context.get("original")
        if job is not None and job.status in (ImportStatus.WAITING, ImportStatus.RUNNING):
            response["Refresh"] = str(_REFRESH_S)
        return response
