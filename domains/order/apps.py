from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "domains.order"
    label = "order"

    def ready(self) -> None:
        from domains.kernel import bus
        from domains.order.handlers import SUBSCRIPTIONS

        bus.subscribe(SUBSCRIPTIONS)
