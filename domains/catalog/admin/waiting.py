"""Who waits for what is sold out."""

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from unfold.decorators import display

from domains.catalog.models import Product, StockRequest, Variant
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.types import Role


def with_waiting_of_products(rows: "QuerySet[Product]") -> "QuerySet[Product]":
    """The products with `waiting`: how many addresses wait for one of their variants, None for nobody."""
    return rows.annotate(waiting=_count("variant__product"))


def with_waiting_of_variants(rows: "QuerySet[Variant]") -> "QuerySet[Variant]":
    """The variants with `waiting`, in the same way."""
    return rows.annotate(waiting=_count("variant"))


def _count(of: str) -> Subquery:
    asked = StockRequest.objects.filter(**{of: OuterRef("pk")}, told_at=None)
    return Subquery(asked.order_by().values(of).annotate(number=Count("pk")).values("number"))


@admin.register(StockRequest)
class StockRequestAdmin(ReadOnlyAdmin):
    """Every request, newest first; whoever buys in sees here what is missed."""

    roles = (Role.MERCHANDISER, Role.SUPPORT)
    list_display = ("created_at", "product", "variant", "email", "state", "told_at")
    list_filter = (("told_at", admin.EmptyFieldListFilter),)
    list_select_related = ("variant__product",)
    search_fields = ("email__istartswith", "variant__sku__istartswith")
    search_help_text = "The beginning of a mail address or of a SKU."
    ordering = ("-created_at", "-id")

    @display(description="Product")
    def product(self, row: StockRequest) -> str:
        return row.variant.product.name

    @display(description="Status", label={"waiting": "warning", "told": "success"})
    def state(self, row: StockRequest) -> str:
        return "told" if row.told_at else "waiting"
