"""Orders and their checkouts for staff."""

from domains.order.admin.checkouts import CheckoutAdmin
from domains.order.admin.orders import OrderAdmin

__all__ = ["CheckoutAdmin", "OrderAdmin"]
