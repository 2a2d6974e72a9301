from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CartConfig(AppConfig):
    name = "domains.cart"
    label = "cart"

    def ready(self) -> None:
        from domains.cart.seeding import fill_new_shop

        post_migrate.connect(fill_new_shop, sender=self)
