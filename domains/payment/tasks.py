"""Payment's background work."""

from celery import shared_task

from domains.payment import services


@shared_task(name="payment.resolve_unknown_payments")
def resolve_unknown_payments() -> int:
    """Ask the gateways for the outcomes that are still unknown."""
    return services.resolve_unknown_payments()
