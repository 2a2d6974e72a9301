"""The deployable as a Django app."""

from django.apps import AppConfig


class EcommerceConfig(AppConfig):
    name = "ecommerce"

    def ready(self) -> None:
        """Every process knows the broker: tasks enqueued by a web process go where the workers listen."""
        from ecommerce import celery  # noqa: F401
