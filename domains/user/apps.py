from django.apps import AppConfig


class UserConfig(AppConfig):
    name = "domains.user"
    label = "user"

    def ready(self) -> None:
        from domains.user import checks  # noqa: F401
