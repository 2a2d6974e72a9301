from django.apps import AppConfig

from domains.kernel import bus


class NotificationConfig(AppConfig):
    name = "domains.notification"
    label = "notification"

    def ready(self) -> None:
        from domains.notification.handlers import SUBSCRIPTIONS

        bus.subscribe(SUBSCRIPTIONS)
