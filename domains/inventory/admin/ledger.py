"""What moved and what is held: to look at, and to let go."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from unfold.admin import TabularInline
from unfold.decorators import action, display

from domains.inventory import services as inventory
from domains.inventory.admin.variants import VariantRows
from domains.inventory.models import Allocation, Movement, Reservation
from domains.kernel.admin import ReadOnlyAdmin
from domains.kernel.ids import ReservationId
from domains.kernel.types import Role


@admin.register(Movement)
class MovementAdmin(VariantRows, ReadOnlyAdmin):
    """The ledger, newest first; its sum is the stock on hand."""

    roles = (Role.WAREHOUSE, Role.FINANCE)
    list_display = (
        "created_at",
        "sku",
        "product",
        "warehouse",
        "kind",
        "delta",
        "reason",
        "actor",
        "reference_id",
    )
    list_filter = ("kind", "warehouse")
    list_select_related = ("warehouse",)
    ordering = ("-created_at", "-id")


class AllocationInline(TabularInline):  # type: ignore[misc]
    """What a reservation holds, and where."""

    model = Allocation
    fields = readonly_fields = ("variant_id", "warehouse", "quantity", "returned")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """Goods held for orders; what is stuck can be released."""

    roles = (Role.WAREHOUSE, Role.SUPPORT)
    list_display = ("created_at", "reference_id", "state", "expires_at", "restocked_at")
    list_filter = ("status",)
    search_fields = ("reference_id__exact", "id__exact")
    search_help_text = "The whole id of an order or a reservation"
    ordering = ("-created_at", "-id")
    inlines = (AllocationInline,)
    actions_detail = ("release",)

    @display(
        description="Status",
        label={"held": "info", "committed": "success", "released": "warning", "expired": "danger"},
    )
    def state(self, row: Reservation) -> str:
        return row.status

    @action(description="Release", permissions=["service"], url_path="release")
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let go of what is held."""
        row = self.subject(request, object_id)

        def act(given: dict[str, Any]) -> str:
            status = inventory.release_reservation(ReservationId(row.pk)).status
            return "The goods are free again." if status == "released" else f"It stays {status}."

        return self.ask_about(
            request,
            row,
            title="Release what is held?",
            explanation="Somebody else can buy it then. An order that waits for its payer has to find it"
            " again when it is paid, or is called off. What was sold stays sold.",
            act=act,
        )
