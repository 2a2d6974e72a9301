"""The tree of categories, and what each asks of its products, tried before it is saved."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from domains.catalog import services
from domains.catalog.admin.shelves import KeepsItsSlug
from domains.catalog.errors import InvalidSchema
from domains.catalog.models import Category
from domains.catalog.types import SchemaPreview


class SchemaField(forms.JSONField):
    """JSON whose mistakes are named by line and column."""

    widget = UnfoldAdminTextareaWidget

    def to_python(self, value: Any) -> Any:
        try:
            given = super().to_python(value)
        except forms.ValidationError as refused:
            raise forms.ValidationError(_mistake(str(value)) or refused.messages) from refused
        if given is not None and not isinstance(given, dict):
            raise forms.ValidationError('Write an object, such as {"properties": {}}.')
        return given

    def prepare_value(self, value: Any) -> Any:
        """On several lines, in the order that it was written in."""
        if isinstance(value, dict):
            return json.dumps(value, indent=2, ensure_ascii=False)
        return super().prepare_value(value)


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    attributes_schema = SchemaField(
        required=False,
        label="What its products tell of themselves",
        help_text="A JSON Schema of an object; categories below inherit it.",
    )

    class Meta:
        model = Category
        fields = "__all__"


@admin.register(Category)
class CategoryAdmin(KeepsItsSlug):
    """The tree, indented."""

    form = CategoryForm
    list_display = ("indented", "slug", "products", "position")
    search_fields = ("name", "slug")
    ordering = ("path",)
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "parent", "position", "description", "attributes_schema", "illustration")
    change_form_template = "admin/catalog/category/form.html"

    @display(description="Category")
    def indented(self, row: Category) -> str:
        return "\u2003" * row.path.count("/") + row.name

    @display(description="Products")
    def products(self, row: Category) -> int:
        known = next((one for one in _flat(services.get_category_tree()) if one.slug == row.slug), None)
        return known.product_count if known else 0

    def beside(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        row = self.get_object(request, object_id)
        try:
            return {"preview": _preview(row)} if isinstance(row, Category) else {}
        except InvalidSchema as broken:
            return {"refused": broken.detail}

    def get_urls(self) -> list[Any]:
        own = path("preview/", self.admin_site.admin_view(self.preview), name="catalog_category_preview")
        return [own, *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What the schema in the form would mean, while the form stays as it is."""
        if not self.may_use(request):
            return HttpResponse(status=403)
        given = request.POST
        slug = given.get("known", "") or given.get("slug", "")
        answer: dict[str, Any] = {}
        try:
            schema = SchemaField(required=False).clean(given.get("attributes_schema", "")) or {}
            parents = Category.objects.all()
            parent = forms.ModelChoiceField(parents, required=False).clean(given.get("parent", ""))
            answer["preview"] = services.get_schema_preview(
                slug=slug.replace("\0", ""),
                name=given.get("name", ""),
                parent_slug=parent.slug if parent else "",
                attributes_schema=schema,
            )
        except InvalidSchema as refused:
            answer["refused"] = refused.detail
        except forms.ValidationError as refused:
            answer["refused"] = " ".join(refused.messages)
        part = bool(request.headers.get("HX-Request"))
        template = "admin/catalog/category/preview.html" if part else "admin/catalog/category/tried.html"
        context = {**self.admin_site.each_context(request), "title": "What this schema asks for", **answer}
        return render(request, template, {**context, "opts": self.opts})

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        saved = services.save_category(
            slug=obj.slug,
            name=obj.name,
            parent_slug=obj.parent.slug if obj.parent else "",
            description=obj.description,
            attributes_schema=obj.attributes_schema or {},
            illustration=obj.illustration,
            position=obj.position,
        )
        obj.pk = saved.id
        if "attributes_schema" in form.changed_data and (breaking := _preview(obj).breaking):
            messages.warning(
                request,
                f"Products that do not fit what the category asks for now: {breaking}. They stay, "
                "and the category's page names them.",
            )

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        services.remove_category(obj.slug)


def _preview(row: Category) -> SchemaPreview:
    return services.get_schema_preview(
        slug=row.slug,
        name=row.name,
        parent_slug=row.parent.slug if row.parent else "",
        attributes_schema=row.attributes_schema or {},
    )


def _mistake(text: str) -> str:
    try:
        json.loads(text)
    except json.JSONDecodeError as broken:
        return f"This is no JSON at line {broken.lineno}, column {broken.colno}: {broken.msg}."
    return ""


def _flat(categories: Any) -> Any:
    for category in categories:
        yield category
        yield from _flat(category.children)
