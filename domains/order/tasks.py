"""Order's background work."""

from uuid import UUID

from celery import shared_task

from domains.kernel.ids import OrderId
from domains.order import services


@shared_task(name="order.advance_order")
def advance_order(order_id: str) -> None:
    """Go on with one checkout."""
    services.advance_order(OrderId(UUID(order_id)))


@shared_task(name="order.reconcile")
def reconcile(days: int = 3) -> int:
    """Compare the money of the last days with the gateways and the orders: how much does not agree."""
    return services.reconcile_payments(days=days).found
