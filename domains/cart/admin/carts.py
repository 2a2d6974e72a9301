"""Carts, as support sees them."""

from typing import Any

from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display

from domains.cart.models import Cart, Line
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role


class LineInline(TabularInline):  # type: ignore[misc]
    """What lies in a cart."""

    model = Line
    fields = readonly_fields = ("name", "sku", "quantity", "seen_price", "updated_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Cart)
class CartAdmin(ReadOnlyAdmin):
    """The latest first."""

    roles = (Role.SUPPORT, Role.MERCHANDISER)
    list_display = ("updated_at", "id", "owner", "state", "pieces", "order_id")
    list_filter = ("status",)
    search_fields = ("id__exact", "user_id__exact", "order_id__exact")
    search_help_text = "The whole id of a cart, a member or an order"
    ordering = ("-updated_at", "-id")
    fields = ("id", "user_id", "status", "currency", "order_id", "created_at", "updated_at")
    inlines = (LineInline,)

    @display(description="Owner")
    def owner(self, row: Cart) -> str:
        return str(row.user_id) if row.user_id else "guest"

    @display(description="Status", label={"open": "info", "ordered": "success", "merged": "warning"})
    def state(self, row: Cart) -> str:
        return row.status

    @display(description="Pieces")
    def pieces(self, row: Any) -> int:
        return row.pieces_in_it or 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(pieces_in_it=Sum("lines__quantity"))
