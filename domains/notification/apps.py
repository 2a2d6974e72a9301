from django.apps import AppConfig


class NotificationConfig(AppConfig):
    name = "domains.notification"
    label = "notification"
