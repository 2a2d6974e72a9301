"""What stands first for a search, and what counts more or less, as merchandisers say."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from domains.catalog import services
from domains.catalog.admin.expressions import Expressions
from domains.catalog.models import Pin, PinnedSearch, SearchBoost
from domains.catalog.types import BoostKind
from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role

_LAST = 1_000


class PinForm(forms.ModelForm):  # type: ignore[type-arg]
    position = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=_LAST,
        help_text="Empty: after the others.",
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = Pin
        fields = ("product", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.pop("position", None)

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or _LAST


class PinRows(TabularInline):  # type: ignore[misc]
    """The products that stand first, in their order."""

    model = Pin
    form = PinForm
    fields = ("product", "position")
    autocomplete_fields = ("product",)
    extra = 1
    hide_title = True
    verbose_name = "product"
    verbose_name_plural = "products that stand first"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Without the buttons beside a product: a phone has no room for them."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class PinnedSearchForm(forms.ModelForm):  # type: ignore[type-arg]
    queries = Expressions(
        label="Searches",
        help_text="With commas between them: sofa, leather sofa. Endings and capitals do not matter.",
    )

    class Meta:
        model = PinnedSearch
        fields = ("queries",)


@admin.register(PinnedSearch)
class PinnedSearchAdmin(ServiceAdmin):
    """A pinned product is found whether the words fit it or not, and stands before all others."""

    roles = (Role.MERCHANDISER,)
    form = PinnedSearchForm
    inlines = (PinRows,)
    list_display = ("searches", "count", "updated_at")
    search_fields = ("queries",)
    search_help_text = "A search, or a part of one"
    ordering = ("-updated_at", "-id")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PinnedSearch]":
        rows: QuerySet[PinnedSearch] = super().get_queryset(request)
        return rows.annotate(pin_count=Count("pins"))

    @display(description="Searches", ordering="queries")
    def searches(self, row: PinnedSearch) -> str:
        return ", ".join(row.queries)

    @display(description="Products")
    def count(self, row: Any) -> int:
        return int(row.pin_count)

    def save_model(self, request: HttpRequest, obj: PinnedSearch, form: Any, change: bool) -> None:
        """Nothing yet: the row is saved with its products."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        rows = []
        for formset in formsets:
            # For the log of changes only; the service writes.
            formset.save(commit=False)
            rows += [one.cleaned_data for one in formset.forms if one.cleaned_data.get("product")]
        kept = sorted((row for row in rows if not row.get("DELETE")), key=lambda row: row["position"])
        saved = services.save_pins(
            form.instance.pk if change else None,
            queries=form.cleaned_data["queries"],
            product_ids=[row["product"].pk for row in kept],
        )
        form.instance.pk = saved.id

    def delete_model(self, request: HttpRequest, obj: PinnedSearch) -> None:
        services.remove_pins(obj.pk)


class BoostForm(forms.ModelForm):  # type: ignore[type-arg]
    queries = Expressions(
        required=False,
        label="Searches",
        help_text="With commas between them. With nothing here it counts in all searches.",
    )

    class Meta:
        model = SearchBoost
        fields = ("kind", "value", "factor", "queries")
        labels = {"kind": "What", "value": "Its slug"}
        help_texts = {
            "value": "As it stands in the address of its page: field-linen-shirt, halden, t-shirts.",
            "factor": "2 counts double, 0.5 half; from 0.1 to 10. Several of one product are multiplied.",
        }


@admin.register(SearchBoost)
class SearchBoostAdmin(ServiceAdmin):
    """What counts more comes earlier, as far as its words fit."""

    roles = (Role.MERCHANDISER,)
    form = BoostForm
    list_display = ("what", "times", "where", "updated_at")
    list_filter = ("kind",)
    search_fields = ("value",)
    ordering = ("-updated_at", "-id")

    @display(description="What", ordering="value")
    def what(self, row: SearchBoost) -> str:
        return f"{row.get_kind_display()} {row.value}"

    @display(description="Counts", ordering="factor")
    def times(self, row: SearchBoost) -> str:
        return f"{row.factor.normalize():f} times"

    @display(description="In")
    def where(self, row: SearchBoost) -> str:
        return ", ".join(row.queries) or "all searches"

    def save_model(self, request: HttpRequest, obj: SearchBoost, form: Any, change: bool) -> None:
        given = form.cleaned_data
        saved = services.save_boost(
            obj.pk if change else None,
            kind=BoostKind(given["kind"]),
            value=given["value"],
            factor=given["factor"],
            queries=given["queries"] or (),
        )
        obj.pk = saved.id

    def delete_model(self, request: HttpRequest, obj: SearchBoost) -> None:
        services.remove_boost(obj.pk)
