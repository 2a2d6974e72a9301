"""The catalogue's background work."""

from uuid import UUID

from celery import shared_task

from domains.catalog import services


@shared_task(name="catalog.run_import")
def run_import(import_id: str) -> None:
    """Bring in a file for a minute; what is left is asked for again."""
    services.run_import(UUID(import_id))
