from django.apps import AppConfig


class UserConfig(AppConfig):
    name = "domains.user"
    label = "user"
