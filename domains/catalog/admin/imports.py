"""Imports: upload a file, watch it come in, read what was left out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from domains.catalog import services
from domains.catalog.admin.import_columns import ColumnsForm
from domains.catalog.errors import ImportBegun, ImportFileInvalid, ImportNotFound
from domains.catalog.importing.failing import failed_lines
from domains.catalog.importing.uploading import LARGEST_UPLOAD
from domains.catalog.models import ImportJob
from domains.catalog.types import ImportStatus
from domains.kernel.admin import NamesPeople, ReadOnlyAdmin
from domains.kernel.types import Role

_REFRESH_S = 2
_PROBLEMS_SHOWN = 200
_AT_WORK = (ImportStatus.WAITING, ImportStatus.RUNNING, ImportStatus.UNDOING)
_THROUGH = (ImportStatus.FINISHED, ImportStatus.FAILED)


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


@admin.register(ImportJob)
class ImportAdmin(NamesPeople, ReadOnlyAdmin):
    roles = (Role.MERCHANDISER,)
    acting = ("requested_by",)
    form = UploadForm
    list_display = (
        "created_at",
        "filename",
        "state",
        "progress",
        "products_created",
        "products_updated",
        "left_out",
        "requested",
    )
    list_display_links = ("created_at", "filename")
    list_filter = ("status",)
    ordering = ("-created_at", "-id")
    actions_detail = ("retry", "undo")

    def get_urls(self) -> list[Any]:
        columns = path(
            "<uuid:import_id>/columns/",
            self.admin_site.admin_view(self.columns),
            name="catalog_importjob_columns",
        )
        failed = path(
            "<uuid:import_id>/failed.csv",
            self.admin_site.admin_view(self.failed),
            name="catalog_importjob_failed",
        )
        return [columns, failed, *super().get_urls()]

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

    def failed(self, request: HttpRequest, import_id: UUID) -> StreamingHttpResponse:
        """The products of which something was left out, as a CSV to be mended."""
        if not self.may_use(request):
            raise PermissionDenied
        job = self.subject(request, str(import_id))
        response = StreamingHttpResponse(failed_lines(job), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="failed-rows.csv"'
        return response

    @action(description="Try failed rows again", permissions=["retry"], url_path="retry")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Once more, after what stood in their way is gone."""
        job = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            fresh = services.retry_import(job.pk)
            return f"A new import tries {fresh.total} product{'' if fresh.total == 1 else 's'} again."

        return self.ask_about(
            request,
            job,
            title="Try the failed rows again?",
            explanation="The products of which a row was left out come in once more, in an import of "
            "their own. That helps where something in the shop stood in their way. Rows that are wrong "
            "themselves are better taken home as a CSV, mended, and uploaded.",
            act=act,
        )

    @action(description="Undo this import", permissions=["undo"], url_path="undo")
    def undo(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """As it was before, as far as nobody has changed it since."""
        job = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            services.undo_import(job.pk)
            return "The import is being undone. What cannot be is named here when it is through."

        rows = job.changes.filter(refusal="")
        made, changed = rows.filter(before__isnull=True).count(), rows.filter(before__isnull=False).count()
        return self.ask_about(
            request,
            job,
            title=f"Undo the import of {job.filename}?",
            explanation=f"New products that will be archived: {made}. Changed ones that will be as before, "
            f"the stock included where nothing was sold or counted since: {changed}. Whatever somebody has "
            "saved since stays as it is and is named in the report. Categories and brands that were made "
            "stay.",
            act=act,
        )

    def has_retry_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        job = self._ended(request, object_id)
        return job is not None and job.lines.exists()

    def has_undo_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        job = self._ended(request, object_id)
        return job is not None and job.changes.filter(refusal="").exists()

    def _ended(self, request: HttpRequest, object_id: Any) -> ImportJob | None:
        """The import, when it is through and this person may use it."""
        if not (object_id and self.may_use(request)):
            return None
        job: ImportJob | None = self.get_object(request, str(object_id))
        return job if job is not None and job.status in _THROUGH else None

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
            ("filename", "state"),
            "progress",
            ("products_created", "products_updated"),
            ("variants", "currency"),
            ("pictures", "pictures_missing"),
            ("created_at", "finished_at"),
            "requested",
            "failure",
            *(("undone", "kept") if obj.status in (ImportStatus.UNDOING, ImportStatus.UNDONE) else ()),
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
            "undoing": "info",
            "undone": "warning",
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

    @display(description="Requested by", ordering="requested_by")
    def requested(self, job: ImportJob) -> str:
        return self.name_in(job, "requested_by")

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
            '{}<div class="overflow-x-auto"><table class="w-full text-left"><thead><tr>'
            '<th scope="col">Line</th><th scope="col">Column</th><th scope="col">Reason</th>'
            "</tr></thead><tbody>{}</tbody></table></div>{}",
            self._download(job),
            rows,
            f"and {more} more" if more > 0 else "",
        )

    def _download(self, job: ImportJob) -> SafeString | str:
        """The way to take the failed rows home, while they are kept."""
        if job.status not in _THROUGH or not job.lines.exists():
            return ""
        return format_html(
            '<p class="mb-4"><a class="font-medium underline" href="{}">'
            "Take the failed rows home as a CSV</a>, with what is wrong beside each.</p>",
            reverse("admin:catalog_importjob_failed", args=[job.pk]),
        )

    @display(description="Not undone")
    def kept(self, job: ImportJob) -> SafeString | str:
        rows = job.changes.exclude(refusal="").order_by("id")[:_PROBLEMS_SHOWN]
        return (
            format_html(
                "<ul>{}</ul>",
                format_html_join(
                    "",
                    '<li><a class="underline" href="{}">{}</a>: {}</li>',
                    (
                        (
                            reverse("admin:catalog_product_change", args=[one.product_id]),
                            one.slug,
                            one.refusal,
                        )
                        for one in rows
                    ),
                ),
            )
            if rows
            else "Nothing was left as it is."
        )

    def save_model(self, request: HttpRequest, obj: ImportJob, form: Any, change: bool) -> None:
        """Keep the file; nothing comes in before its columns are known."""
        file = form.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
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
        # There is one way on from the file: its columns.
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        job = context.get("original")
        if job is not None and job.status in _AT_WORK:
            response["Refresh"] = str(_REFRESH_S)
        return response
