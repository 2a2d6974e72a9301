"""Warehouses: opened, renamed, closed, never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from domains.inventory import services as inventory
from domains.inventory.models import Warehouse
from domains.kernel.admin import ServiceAdmin
from domains.kernel.ids import WarehouseId
from domains.kernel.types import Role


@admin.register(Warehouse)
class WarehouseAdmin(ServiceAdmin):
    """Where goods are sent from, in the order in which they are asked."""

    roles = (Role.WAREHOUSE,)
    list_display = ("code", "name", "country", "priority", "state")
    ordering = ("priority", "code")

    @display(description="State", label={"open": "success", "closed": "warning"})
    def state(self, row: Warehouse) -> str:
        return "open" if row.active else "closed"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "name", "country", "priority", *(("active",) if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Warehouse, form: Any, change: bool) -> None:
        if change:
            inventory.change_warehouse(
                WarehouseId(obj.id),
                name=obj.name,
                country=obj.country,
                priority=obj.priority,
                active=obj.active,
            )
        else:
            made = inventory.create_warehouse(
                code=obj.code, name=obj.name, country=obj.country, priority=obj.priority
            )
            obj.pk = made.id
