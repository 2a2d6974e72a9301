"""Orders, their checkouts, their changes and money that does not agree, for staff."""

from domains.order.admin.amendments import AmendmentAdmin
from domains.order.admin.breaks import BreakAdmin
from domains.order.admin.checkouts import CheckoutAdmin
from domains.order.admin.orders import OrderAdmin

__all__ = ["AmendmentAdmin", "BreakAdmin", "CheckoutAdmin", "OrderAdmin"]
