from django.contrib.admin.apps import AdminConfig


class ShopAdminConfig(AdminConfig):
    """Puts our own site in the place of Django's."""

    default_site = "ecommerce.admin.site.ShopAdminSite"
