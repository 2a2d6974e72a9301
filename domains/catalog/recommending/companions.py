"""What stands together in orders."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F

from domains.catalog import queries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from domains.catalog.models import ProductRow


def bought_with(product_id: UUID) -> "QuerySet[ProductRow]":
    """The rows of what can be bought and most often stood in one order with this product."""
    rows = queries.listed_rows().filter(in_stock=True, product__companion_of__product=product_id)
    return rows.alias(orders=F("product__companion_of__orders")).order_by(
        "-orders", "-popularity", "-product_id"
    )
