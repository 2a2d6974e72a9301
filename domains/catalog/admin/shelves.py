"""Categories and brands as merchandisers keep them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from domains.catalog import services
from domains.catalog.models import Brand, Category
from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role


class KeepsItsSlug(ServiceAdmin):
    """The slug names the thing, so it is chosen once."""

    roles = (Role.MERCHANDISER,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Category)
class CategoryAdmin(KeepsItsSlug):
    """The tree, indented."""

    list_display = ("indented", "slug", "products", "position")
    search_fields = ("name", "slug")
    ordering = ("path",)
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "parent", "position", "description", "attributes_schema", "illustration")

    @display(description="Category")
    def indented(self, row: Category) -> str:
        return "\u2003" * row.path.count("/") + row.name

    @display(description="Products")
    def products(self, row: Category) -> int:
        known = next((one for one in _flat(services.get_category_tree()) if one.slug == row.slug), None)
        return known.product_count if known else 0

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

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        services.remove_category(obj.slug)


@admin.register(Brand)
class BrandAdmin(KeepsItsSlug):
    list_display = ("name", "slug", "products")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug", "description")

    @display(description="Products")
    def products(self, row: Brand) -> int:
        return next((one.product_count for one in services.list_brands() if one.slug == row.slug), 0)

    def save_model(self, request: HttpRequest, obj: Brand, form: Any, change: bool) -> None:
        services.save_brand(slug=obj.slug, name=obj.name, description=obj.description)
        obj.pk = Brand.objects.values_list("pk", flat=True).get(slug=obj.slug)

    def delete_model(self, request: HttpRequest, obj: Brand) -> None:
        services.remove_brand(obj.slug)


def _flat(categories: Any) -> Any:
    for category in categories:
        yield category
        yield from _flat(category.children)
