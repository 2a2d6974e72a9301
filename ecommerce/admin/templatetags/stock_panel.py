"""`{% stock_panel product_id %}`: stock by variant and warehouse, on the product's page."""

from typing import Any
from uuid import UUID

from django import template

from ecommerce.admin import stock

register = template.Library()


@register.inclusion_tag("admin/stock_panel.html", takes_context=True)
def stock_panel(context: dict[str, Any], product_id: UUID) -> dict[str, Any]:
    """The table with a field for each count."""
    warehouses, rows = stock.table(product_id)
    return {
        "warehouses": warehouses,
        "rows": rows,
        "product_id": product_id,
        "csrf_token": context.get("csrf_token"),
    }
