from django.apps import AppConfig


class NotificationConfig(AppConfig):
    name = "domains.notification"
    label = "notification"

    def ready(self) -> None:
        from domains.kernel import bus
        from domains.notification.handlers import SUBSCRIPTIONS

        bus.subscribe(SUBSCRIPTIONS)
