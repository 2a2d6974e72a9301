"""What sending costs, and what the law adds."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import StackedInline
from unfold.decorators import display

from domains.cart.models import ShippingMethod, ShippingZone, TaxRate
from domains.kernel.admin import ServiceAdmin
from domains.kernel.types import Role


class MethodInline(StackedInline):  # type: ignore[misc]
    """The ways to a zone."""

    model = ShippingMethod
    extra = 0
    fields = (
        ("code", "name", "active", "position"),
        "description",
        ("price", "currency", "free_from", "coupons_apply"),
        ("grams_included", "price_per_kg", "max_grams"),
        ("days_min", "days_max"),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "currency":
            kwargs["initial"] = settings.DEFAULT_CURRENCY
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


@admin.register(ShippingZone)
class ShippingZoneAdmin(ServiceAdmin):
    """Where we send to; the first zone that fits a destination counts."""

    roles = (Role.MERCHANDISER, Role.FINANCE)
    list_display = ("name", "code", "reach", "position")
    ordering = ("position", "code")
    inlines = (MethodInline,)

    @display(description="Countries")
    def reach(self, row: ShippingZone) -> str:
        return ", ".join(row.countries) or "every other country"


@admin.register(TaxRate)
class TaxRateAdmin(ServiceAdmin):
    """Added to the price after discounts."""

    roles = (Role.FINANCE,)
    list_display = ("country", "region", "region_name", "tax_class", "percent")
    list_filter = ("country", "tax_class")
    search_fields = ("country__iexact", "region__iexact", "region_name__istartswith")
    ordering = ("country", "region", "tax_class")

    @display(description="Rate", ordering="rate")
    def percent(self, row: TaxRate) -> str:
        return f"{(row.rate * 100).normalize():f} %"
