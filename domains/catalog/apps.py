from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    name = "domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        from domains.catalog.handlers import SUBSCRIPTIONS
        from domains.catalog.price_indices import keep_price_indices
        from domains.kernel import bus

        bus.subscribe(SUBSCRIPTIONS)
        post_migrate.connect(keep_price_indices, sender=self)
