"""Order's background work."""

from uuid import UUID

from celery import shared_task

from domains.kernel.ids import OrderId
from domains.order import services


@shared_task(name="order.advance_order")
def advance_order(order_id: str) -> None:
    """Go on with one checkout."""
    services.advance_order(OrderId(UUID(order_id)))


# A quarter of a busy shop takes a while; what was looked at before the end is kept.
@shared_task(name="order.reconcile", soft_time_limit=1500, time_limit=1600)
def reconcile(days: int = 3) -> int:
    """Compare the money of the last days with the gateways and the orders: how much does not agree."""
    return services.reconcile_payments(days=days).found
