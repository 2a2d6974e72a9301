from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "domains.inventory"
    label = "inventory"
