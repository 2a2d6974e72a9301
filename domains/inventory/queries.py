"""What is in stock, as others see it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import F, Q, Sum

from domains.inventory.errors import WarehouseNotFound
from domains.inventory.models import Allocation, Movement, Reservation, Stock, Warehouse
from domains.inventory.types import Allocation as HeldLine
from domains.inventory.types import (
    Availability,
    Holding,
    LowStock,
    MovementKind,
    ReservationStatus,
    StockLevel,
    WarehouseStock,
)
from domains.inventory.types import Movement as LedgerLine
from domains.inventory.types import Reservation as HeldGoods
from domains.inventory.types import Warehouse as Place
from domains.kernel import clock
from domains.kernel.ids import ReservationId, VariantId, WarehouseId
from domains.kernel.keyset import keyset_page
from domains.kernel.pagination import Page
from domains.kernel.router import database_of
from domains.kernel.values import listed

_FREE = F("on_hand") - F("reserved")
# Every page and every step of a purchase asks this.
_AVAILABLE = """
SELECT stock.variant_id, sum(stock.on_hand - stock.reserved)::int
FROM inventory_stock AS stock JOIN inventory_warehouse AS warehouse ON warehouse.id = stock.warehouse_id
WHERE warehouse.active AND stock.variant_id = ANY(%s::uuid[])
GROUP BY stock.variant_id
"""
_SALES_WINDOW = timedelta(days=30)
_CANDIDATES = 1000


def holdings(reference_ids: Collection[UUID]) -> Mapping[UUID, Holding]:
    """What is held for each reference, was sold to it, and came back."""
    ids = set(reference_ids)
    held = dict(
        Allocation.objects.filter(
            reservation__reference_id__in=ids, reservation__status=ReservationStatus.HELD
        )
        .values_list("reservation__reference_id")
        .annotate(pieces=Sum("quantity"))
    )
    moved: dict[tuple[UUID, str], int] = {
        (reference, kind): pieces
        for reference, kind, pieces in Movement.objects.filter(reference_id__in=ids)
        .values_list("reference_id", "kind")
        .annotate(pieces=Sum("delta"))
    }
    parts = dict(
        Allocation.objects.filter(reservation__reference_id__in=ids, returned__gt=0)
        .values_list("reservation__reference_id")
        .annotate(pieces=Sum("returned"))
    )
    return {
        one: Holding(
            held=held.get(one, 0),
            sold=-moved.get((one, MovementKind.SALE), 0),
            restocked=moved.get((one, MovementKind.RESTOCK), 0) + parts.get(one, 0),
        )
        for one in ids
    }


def availability(variant_ids: Collection[VariantId]) -> Mapping[VariantId, Availability]:
    """How many of each can be promised, from all open warehouses; 0 for what is unknown."""
    with connections[database_of("inventory")].cursor() as cursor:
        cursor.execute(_AVAILABLE, [listed(variant_ids)])
        found = dict(cursor.fetchall())
    return {variant_id: Availability(variant_id, found.get(variant_id, 0)) for variant_id in variant_ids}


def levels(variant_ids: Collection[VariantId]) -> Mapping[VariantId, StockLevel]:
    """The stock of each by warehouse; zeros for what is unknown."""
    rows: dict[UUID, list[Stock]] = defaultdict(list)
    for row in (
        Stock.objects.filter(variant_id__in=set(variant_ids))
        .select_related("warehouse")
        .order_by("warehouse__priority", "warehouse__code")
    ):
        rows[row.variant_id].append(row)
    return {variant_id: _level(variant_id, rows[variant_id]) for variant_id in variant_ids}


def _level(variant_id: VariantId, rows: Collection[Stock]) -> StockLevel:
    return StockLevel(
        variant_id=variant_id,
        on_hand=sum(row.on_hand for row in rows),
        reserved=sum(row.reserved for row in rows),
        available=sum(row.available for row in rows if row.warehouse.active),
        warehouses=tuple(
            WarehouseStock(to_warehouse(row.warehouse), row.on_hand, row.reserved) for row in rows
        ),
    )


def to_warehouse(row: Warehouse) -> Place:
    """The warehouse as others know it."""
    return Place(WarehouseId(row.id), row.code, row.name, row.country, row.priority, row.active)


def warehouse(**by: object) -> Warehouse:
    """The row. Raises WarehouseNotFound."""
    try:
        return Warehouse.objects.get(**by)
    except Warehouse.DoesNotExist as missing:
        raise WarehouseNotFound from missing


def to_reservation(row: Reservation, allocations: Iterable[Allocation] | None = None) -> HeldGoods:
    """The reservation as others know it."""
    lines = row.allocations.order_by("variant_id", "id") if allocations is None else allocations
    return HeldGoods(
        id=ReservationId(row.id),
        reference_id=row.reference_id,
        status=ReservationStatus(row.status),
        expires_at=row.expires_at,
        allocations=tuple(
            HeldLine(VariantId(line.variant_id), WarehouseId(line.warehouse_id), line.quantity)
            for line in lines
        ),
    )


def movements(variant_id: VariantId | None, cursor: str | None, page_size: int) -> Page[LedgerLine]:
    """The ledger, newest first."""
    rows = Movement.objects.all()
    if variant_id is not None:
        rows = rows.filter(variant_id=variant_id)
    return keyset_page(
        rows, ordering=("-created_at", "-id"), to_type=_to_movement, cursor=cursor, page_size=page_size
    )


def _to_movement(row: Movement) -> LedgerLine:
    return LedgerLine(
        id=row.id,
        variant_id=VariantId(row.variant_id),
        warehouse_id=WarehouseId(row.warehouse_id),
        kind=MovementKind(row.kind),
        delta=row.delta,
        reason=row.reason,
        reference_id=row.reference_id,
        actor=row.actor,
        created_at=row.created_at,
    )


def low_stock(limit: int) -> tuple[LowStock, ...]:
    """Variants at or below the threshold, emptiest first, with what a month's sales ask for."""
    threshold = settings.LOW_STOCK_THRESHOLD
    scarce_somewhere = (
        Stock.objects.annotate(free=_FREE)
        .filter(free__lte=threshold)
        .order_by("free", "variant_id")
        .values("variant_id")[:_CANDIDATES]
    )
    rows = (
        Stock.objects.filter(variant_id__in=scarce_somewhere)
        .values_list("variant_id")
        .annotate(free=Sum(_FREE, filter=Q(warehouse__active=True), default=0))
        .filter(free__lte=threshold)
        .order_by("free", "variant_id")[:limit]
    )
    scarce = dict(rows)
    sold = _sold_lately(scarce)
    return tuple(
        LowStock(
            variant_id=VariantId(variant_id),
            available=free,
            threshold=threshold,
            suggested_reorder=max(sold.get(variant_id, 0), 2 * threshold) - free,
        )
        for variant_id, free in scarce.items()
    )


def _sold_lately(variant_ids: Collection[UUID]) -> Mapping[UUID, int]:
    since = clock.now() - _SALES_WINDOW
    rows = (
        Movement.objects.filter(variant_id__in=variant_ids, kind=MovementKind.SALE, created_at__gte=since)
        .values_list("variant_id")
        .annotate(sold=-Sum("delta"))
    )
    return dict(rows)
