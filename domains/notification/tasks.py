"""The notification domain's background work."""

from uuid import UUID

from celery import shared_task

from domains.notification import services


@shared_task(name="notification.send_message")
def send_message(message_id: str) -> bool:
    """Send one message."""
    return services.send_message(UUID(message_id))
