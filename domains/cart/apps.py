from django.apps import AppConfig


class CartConfig(AppConfig):
    name = "domains.cart"
    label = "cart"
