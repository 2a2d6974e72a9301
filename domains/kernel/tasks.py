"""The kernel's background work."""

from celery import shared_task

from domains.kernel import services


@shared_task(name="kernel.redeliver_events")
def redeliver_events() -> int:
    """Deliver the events that no process finished delivering."""
    return services.redeliver_events()
