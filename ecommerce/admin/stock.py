"""Stock on the product's page: one table of variants and warehouses, saved through inventory."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.inventory.types import Warehouse
from domains.kernel.errors import DomainError
from domains.kernel.ids import ProductId, VariantId
from domains.kernel.types import Role

_MAY_COUNT = {Role.ADMIN, Role.WAREHOUSE, Role.MERCHANDISER}


@dataclass(frozen=True, slots=True)
class Cell:
    """One variant in one warehouse."""

    field: str
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Row:
    """One variant over all warehouses."""

    sku: str
    label: str
    available: int
    cells: tuple[Cell, ...]


def table(product_id: UUID) -> tuple[tuple[Warehouse, ...], tuple[Row, ...]]:
    """The warehouses and a row for each variant of the product."""
    variant_ids = catalog.list_variant_ids(ProductId(product_id))
    variants = catalog.get_variants(variant_ids)
    levels = inventory.get_stock_levels(variant_ids)
    warehouses = inventory.list_warehouses()
    rows = []
    for variant_id in variant_ids:
        variant, level = variants[variant_id], levels.get(variant_id)
        held = {stock.warehouse.id: stock for stock in level.warehouses} if level else {}
        cells = tuple(
            Cell(
                field=_field(variant_id, warehouse),
                on_hand=held[warehouse.id].on_hand if warehouse.id in held else 0,
                reserved=held[warehouse.id].reserved if warehouse.id in held else 0,
            )
            for warehouse in warehouses
        )
        label = " · ".join(variant.attributes.values()) or variant.name
        rows.append(Row(variant.sku, label, level.available if level else 0, cells))
    return warehouses, tuple(rows)


def count_stock(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Set what was typed; cells that were left as they are move nothing."""
    if not _may_count(request):
        raise PermissionDenied
    warehouses, _ = table(product_id)
    variant_ids = catalog.list_variant_ids(ProductId(product_id))
    changed = 0
    for variant_id in variant_ids:
        for warehouse in warehouses:
            changed += _count_cell(request, variant_id, warehouse)
    if changed:
        messages.success(request, f"Stock saved: {changed} count{'s' if changed != 1 else ''} changed.")
    return HttpResponseRedirect(reverse("admin:catalog_product_change", args=[product_id]))


def _count_cell(request: HttpRequest, variant_id: VariantId, warehouse: Warehouse) -> int:
    field = _field(variant_id, warehouse)
    typed, before = request.POST.get(field, "").strip(), request.POST.get(f"{field}-before", "")
    if not typed or typed == before:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 7):
        messages.error(request, f"“{typed}” is not a number of pieces. Type a whole number from 0.")
        return 0
    try:
        inventory.set_stock(
            variant_id, warehouse_id=warehouse.id, quantity=int(typed), reason="Counted in the admin"
        )
    except DomainError as refused:
        messages.error(request, refused.detail)
        return 0
    return 1


def _may_count(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_active or not user.is_staff or request.method != "POST":
        return False
    return user.is_superuser or user.groups.filter(name__in=_MAY_COUNT).exists()


def _field(variant_id: VariantId, warehouse: Warehouse) -> str:
    return f"stock-{variant_id}-{warehouse.id}"
