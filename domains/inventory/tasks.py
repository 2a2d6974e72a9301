"""Inventory's background work."""

from celery import shared_task

from domains.inventory import services


@shared_task(name="inventory.expire_reservations")
def expire_reservations() -> int:
    """Free what was held too long, until nothing more is due."""
    freed = 0
    while now := services.expire_reservations():
        freed += now
    return freed
