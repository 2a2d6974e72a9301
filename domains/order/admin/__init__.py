"""Orders, their checkouts and money that does not agree, for staff."""

from domains.order.admin.breaks import BreakAdmin
from domains.order.admin.checkouts import CheckoutAdmin
from domains.order.admin.orders import OrderAdmin

__all__ = ["BreakAdmin", "CheckoutAdmin", "OrderAdmin"]
