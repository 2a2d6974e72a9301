from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "domains.inventory"
    label = "inventory"

    def ready(self) -> None:
        from domains.inventory.handlers import SUBSCRIPTIONS
        from domains.kernel import bus

        bus.subscribe(SUBSCRIPTIONS)
