"""Coupons: made and changed through the service, switched off rather than deleted."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from domains.cart import services as cart
from domains.cart.models import Coupon
from domains.cart.types import CouponKind, NewCoupon
from domains.kernel.admin import ServiceAdmin
from domains.kernel.money import Money
from domains.kernel.types import Role


@admin.register(Coupon)
class CouponAdmin(ServiceAdmin):
    """Codes and how often they are used."""

    roles = (Role.MERCHANDISER,)
    list_display = ("code", "description", "worth", "use", "starts_at", "ends_at", "state")
    list_filter = ("active", "kind")
    search_fields = ("code__startswith", "description__icontains")
    ordering = ("-created_at",)
    fieldsets = (
        (None, {"fields": ("code", "description", "kind", "percent", "amount", "currency")}),
        ("Conditions", {"fields": ("minimum", "starts_at", "ends_at", "combinable", "active")}),
        ("Limits", {"fields": ("limit", "limit_per_customer", "use")}),
    )

    @display(description="Worth")
    def worth(self, row: Coupon) -> str:
        if row.percent is not None:
            return f"{row.percent:f} %"
        if row.amount is not None:
            return Money.of(row.amount, row.currency).formatted()
        return "free shipping"

    @display(description="Used")
    def use(self, row: Coupon) -> str:
        return str(row.redeemed) if row.limit is None else f"{row.redeemed} of {row.limit}"

    @display(description="State", label={"on": "success", "off": "warning"})
    def state(self, row: Coupon) -> str:
        return "on" if row.active else "off"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "use") if obj else ("use",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"currency": settings.DEFAULT_CURRENCY, **super().get_changeform_initial_data(request)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Coupon, form: Any, change: bool) -> None:
        cart.save_coupon(
            NewCoupon(
                code=obj.code,
                description=obj.description,
                kind=CouponKind(obj.kind),
                percent=obj.percent,
                amount=None if obj.amount is None else Money.of(obj.amount, obj.currency),
                minimum=None if obj.minimum is None else Money.of(obj.minimum, obj.currency),
                starts_at=obj.starts_at,
                ends_at=obj.ends_at,
                limit=obj.limit,
                limit_per_customer=obj.limit_per_customer,
                combinable=obj.combinable,
                active=obj.active,
            )
        )
        obj.pk = Coupon.objects.get(code=obj.code).pk
