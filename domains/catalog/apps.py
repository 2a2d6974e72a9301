from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        from domains.catalog.handlers import SUBSCRIPTIONS
        from domains.kernel import bus

        bus.subscribe(SUBSCRIPTIONS)
