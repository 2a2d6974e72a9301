"""The user domain's background work."""

from celery import shared_task

from domains.user import services


@shared_task(name="user.clear_expired_tokens")
def clear_expired_tokens() -> int:
    """Delete proofs and sessions that have run out."""
    return services.clear_expired_tokens()
