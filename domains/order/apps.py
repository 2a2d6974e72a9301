from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "domains.order"
    label = "order"
