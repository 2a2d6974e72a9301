"""Collections as merchandisers keep them: picked by hand, or by a rule that is tried before it is saved."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from domains.catalog import services
from domains.catalog.admin.shelves import KeepsItsSlug
from domains.catalog.errors import InvalidRule
from domains.catalog.models import Collection, CollectionCondition, CollectionItem
from domains.catalog.models.collection import SUBJECTS
from domains.catalog.rules import checked_condition
from domains.catalog.types import CollectionRule, Condition, Match, Relation, Subject


class ConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A condition as a row; what is wrong with it stands beside the field."""

    # With nothing chosen first, so that a row left alone is none.
    subject = forms.ChoiceField(choices=[("", "Choose…"), *SUBJECTS], widget=UnfoldAdminSelectWidget)

    class Meta:
        model = CollectionCondition
        fields = ("subject", "name", "relation", "value")

    def clean(self) -> Any:
        given = super().clean() or self.cleaned_data
        if given.get("subject") and given.get("relation"):
            try:
                checked = checked_condition(condition_of(given))
            except InvalidRule as wrong:
                self.add_error(wrong.facts["field"], wrong.detail)
            else:
                given |= {"value": checked.value, "name": checked.name}
        return given


def condition_of(row: dict[str, Any]) -> Condition:
    """The condition that a row describes."""
    return Condition(
        Subject(row["subject"]), Relation(row["relation"]), row.get("value", ""), row.get("name", "")
    )


class _Rows(TabularInline):  # type: ignore[misc]
    """Rows that whoever may use the collection's screen may use."""

    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class ConditionRows(_Rows):
    """The conditions of a rule."""

    model = CollectionCondition
    form = ConditionForm
    fields = ConditionForm.Meta.fields
    extra = 1
    verbose_name_plural = "conditions of the rule"


class ItemRows(_Rows):
    """The products that were picked by hand, in their order."""

    model = CollectionItem
    fields = ("product", "position")
    autocomplete_fields = ("product",)
    extra = 1
    verbose_name = "product"
    verbose_name_plural = "products picked by hand"


@admin.register(Collection)
class CollectionAdmin(KeepsItsSlug):
    list_display = ("name", "slug", "picked", "products_in_it")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug", "description", "match")
    change_form_template = "admin/catalog/collection/form.html"

    @display(description="Picked")
    def picked(self, row: Collection) -> str:
        return "by rule" if row.match else "by hand"

    @display(description="Products")
    def products_in_it(self, row: Collection) -> int:
        return next((one.product_count for one in services.list_collections() if one.slug == row.slug), 0)

    def get_inlines(self, request: HttpRequest, obj: Collection | None = None) -> Any:
        """The products of a rule are no rows to be kept by hand: there may be very many."""
        return (ConditionRows,) if obj is not None and obj.match else (ConditionRows, ItemRows)

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, object_id)
        if row is None or not row.match:
            return {}
        rule = services.get_collection_rule(row.slug)
        try:
            return {"preview": services.get_rule_preview(rule)} if rule else {}
        except InvalidRule as broken:
            # What a condition names may be gone by now.
            return {"refusals": [broken.detail]}

    def get_urls(self) -> list[Any]:
        own = path("preview/", self.admin_site.admin_view(self.preview), name="catalog_collection_preview")
        return [own, *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What the rule in the form would find, while the form stays as it is."""
        if not self.may_use(request):
            return HttpResponse(status=403)
        answer: dict[str, Any] = {}
        rows = forms.formset_factory(ConditionForm, can_delete=True)(request.POST, prefix="conditions")
        match = request.POST.get("match", "")
        if match not in tuple(Match):
            answer["asked"] = "Choose “By rule” to see which products a rule finds."
        elif not rows.is_valid():
            answer["refusals"] = list(_refusals(rows.forms))
        else:
            try:
                answer["preview"] = services.get_rule_preview(_rule(match, _kept(rows.forms)))
            except InvalidRule as refused:
                answer["asked"] = refused.detail
        part = bool(request.headers.get("HX-Request"))
        template = "admin/catalog/collection/preview.html" if part else "admin/catalog/collection/tried.html"
        context = {**self.admin_site.each_context(request), "title": "What this rule finds", **answer}
        return render(request, template, {**context, "opts": self.opts})

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: bool) -> None:
        """Nothing yet: a collection is saved with its rows."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        rows: dict[type[Any], list[dict[str, Any]]] = {}
        for formset in formsets:
            # For the log of changes only; the service writes.
            formset.save(commit=False)
            rows[formset.model] = _kept(formset.forms)
        kept = form.instance
        given = {"slug": kept.slug, "name": kept.name, "description": kept.description}
        if kept.match:
            services.save_collection_by_rule(**given, rule=_rule(kept.match, rows[CollectionCondition]))
        elif CollectionItem in rows:
            services.save_collection(**given, product_slugs=_picked(rows[CollectionItem]))
        else:
            # The form showed no products, because a rule had picked them.
            services.keep_collection(**given)
        form.instance.pk = Collection.objects.values_list("pk", flat=True).get(slug=kept.slug)

    def delete_model(self, request: HttpRequest, obj: Collection) -> None:
        services.remove_collection(obj.slug)


def _refusals(rows: Iterable[forms.BaseForm]) -> Iterator[str]:
    for number, row in enumerate(rows, start=1):
        for messages in row.errors.values():
            yield from (f"Condition {number}: {message}" for message in messages)


def _rule(match: str, rows: Iterable[dict[str, Any]]) -> CollectionRule:
    return CollectionRule(Match(match), tuple(condition_of(row) for row in rows))


def _picked(rows: list[dict[str, Any]]) -> list[str]:
    """The products in their order."""
    chosen = sorted((row for row in rows if row.get("product")), key=lambda row: row["position"])
    return [row["product"].slug for row in chosen]


def _kept(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [one.cleaned_data for one in rows if one.cleaned_data and not one.cleaned_data.get("DELETE")]
