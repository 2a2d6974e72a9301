"""Brands as merchandisers keep them, and what all shelves share."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from domains.catalog import services
from domains.catalog.models import Brand
from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role


class KeepsItsSlug(ServiceAdmin):
    """The slug names the thing, so it is chosen once."""

    roles = (Role.MERCHANDISER,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}


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
