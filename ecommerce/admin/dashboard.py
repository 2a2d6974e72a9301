"""The first page of the admin: what sold, what runs out, what failed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.kernel import services as kernel
from domains.kernel.money import Money, total
from domains.order import services as orders
from domains.order.types import DayRevenue
from ecommerce.admin.navigation import screens_for
from ecommerce.operations import vigil

DAYS = 30
_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's column of the chart, in the drawing's own units."""

    x: float
    y: float
    height: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A variant that will soon be sold out."""

    name: str
    sku: str
    product_id: str
    available: int
    suggested_reorder: int


def figures(request: HttpRequest) -> dict[str, Any]:
    """Everything the dashboard shows."""
    days = orders.list_daily_revenue(days=DAYS)
    outbox = kernel.count_publications()
    sagas = orders.count_orders_by_saga()
    return {
        "screens": screens_for(request),
        "bars": _bars(days),
        "days": DAYS,
        "today": days[-1] if days else None,
        "today_note": _count(days[-1].orders if days else 0),
        "period_note": _count(sum(day.orders for day in days)),
        "revenue_in_all": total((day.revenue for day in days), days[0].revenue.currency) if days else None,
        "average_order": _average(days),
        "running_out": _running_out(),
        "failed_deliveries": outbox.get("failed", 0) + outbox.get("dead", 0),
        "waiting_deliveries": outbox.get("pending", 0) + outbox.get("processing", 0),
        "broken_rows": _broken_rows(),
        "pending_reviews": catalog.count_pending_reviews(),
        "open_breaks": orders.count_open_breaks(),
        "stuck_orders": sagas.get("needs_operator", 0),
        "open_orders": sum(sagas.get(state, 0) for state in ("placed", "stock_reserved", "paid")),
    }


def _broken_rows() -> int | None:
    look = vigil.last_look()
    return None if look is None else sum(look.values())


def _count(orders: int) -> str:
    return f"{orders:,} order{'' if orders == 1 else 's'}"


def _average(days: tuple[DayRevenue, ...]) -> Money | None:
    count = sum(day.orders for day in days)
    if not count:
        return None
    revenue = total((day.revenue for day in days), days[0].revenue.currency)
    return Money.of(revenue.amount / count, revenue.currency)


def _bars(days: tuple[DayRevenue, ...]) -> tuple[Bar, ...]:
    most = max((day.revenue.amount for day in days), default=0) or 1
    return tuple(
        Bar(
            x=index * 20 + 2,
            y=round(_HEIGHT - float(day.revenue.amount / most) * _HEIGHT, 2),
            height=round(float(day.revenue.amount / most) * _HEIGHT, 2),
            width=16,
            label=f"{day.day}: {day.orders} orders, {day.revenue.formatted()}",
        )
        for index, day in enumerate(days)
    )


def _running_out() -> tuple[RunningOut, ...]:
    low = inventory.list_low_stock(limit=8)
    variants = catalog.get_variants(tuple(row.variant_id for row in low))
    return tuple(
        RunningOut(
            name=variants[row.variant_id].name,
            sku=variants[row.variant_id].sku,
            product_id=str(variants[row.variant_id].product_id),
            available=row.available,
            suggested_reorder=row.suggested_reorder,
        )
        for row in low
        if row.variant_id in variants
    )
