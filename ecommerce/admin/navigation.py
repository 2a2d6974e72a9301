"""The admin's sidebar: screens by what people come to do, each for whoever may use it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

_GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Sell",
        (
            ("Orders", "receipt_long", "order_order"),
            ("Payments", "payments", "payment_payment"),
            ("Reconciliation", "balance", "order_break"),
            ("Carts", "shopping_cart", "cart_cart"),
            ("Coupons", "sell", "cart_coupon"),
        ),
    ),
    (
        "Catalogue",
        (
            ("Products", "inventory_2", "catalog_product"),
            ("Categories", "account_tree", "catalog_category"),
            ("Collections", "collections_bookmark", "catalog_collection"),
            ("Brands", "loyalty", "catalog_brand"),
            ("Reviews", "reviews", "catalog_review"),
            ("Waited for", "notifications_active", "catalog_stockrequest"),
            ("Searches", "search", "catalog_pastquery"),
            ("Synonyms", "swap_horiz", "catalog_synonym"),
            ("Pins", "keep", "catalog_pinnedsearch"),
            ("Boosts", "rocket_launch", "catalog_searchboost"),
            ("Imports", "upload_file", "catalog_importjob"),
        ),
    ),
    (
        "Stock",
        (
            ("Stock", "shelves", "inventory_stock"),
            ("Movements", "swap_vert", "inventory_movement"),
            ("Reservations", "bookmark_added", "inventory_reservation"),
            ("Warehouses", "warehouse", "inventory_warehouse"),
        ),
    ),
    (
        "People",
        (
            ("Users and roles", "group", "user_user"),
            ("Messages", "mail", "notification_message"),
        ),
    ),
    (
        "Delivery and tax",
        (
            ("Shipping", "local_shipping", "cart_shippingzone"),
            ("Tax rates", "percent", "cart_taxrate"),
        ),
    ),
    (
        "Operations",
        (
            ("Checkouts", "conversion_path", "order_saga"),
            ("Changes of orders", "edit_note", "order_amendment"),
            ("Outbox", "outbox", "kernel_publication"),
            ("Events", "history", "kernel_storedevent"),
            ("Idempotency keys", "key", "kernel_idempotencyrecord"),
            ("Webhooks", "webhook", "payment_receivedwebhook"),
        ),
    ),
)


def screens_for(request: HttpRequest) -> set[str]:
    """The screens that the signed-in person may use, such as `catalog_product`."""
    return {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, screen in admin.site._registry.items()
        if screen.has_module_permission(request)
    }


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with those screens that the signed-in person may use."""
    screens = screens_for(request)
    today = {"title": "Today", "icon": "monitoring", "link": reverse("admin:index")}
    groups: list[dict[str, Any]] = [{"title": "", "separator": False, "items": [today]}]
    for title, entries in _GROUPS:
        items = [
            {"title": name, "icon": icon, "link": reverse(f"admin:{screen}_changelist")}
            for name, icon, screen in entries
            if screen in screens
        ]
        if items:
            groups.append({"title": title, "separator": True, "collapsible": False, "items": items})
    return groups
