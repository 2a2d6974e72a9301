"""What others may ask of orders. A declined card or missing stock is an outcome, not an exception."""

from domains.order.services.after_sale import (
    cancel_lines,
    cancel_order,
    capture_order,
    change_status,
    list_amendments,
    record_capture,
    record_refund,
    refund_order,
)
from domains.order.services.checkout import (
    checkout_cart,
    checkout_lines,
    claim_request,
    remember_answer,
    retry_payment,
)
from domains.order.services.reading import (
    count_orders_by_saga,
    find_checkout,
    find_order,
    get_order,
    get_order_by_number,
    get_order_by_tracking_token,
    get_order_owner,
    get_tracking_token,
    is_checkout_waiting,
    list_daily_revenue,
    list_order_events,
    list_orders,
)
from domains.order.services.reconciling import count_open_breaks, reconcile_payments, resolve_break
from domains.order.services.resuming import (
    advance_order,
    resume_orders,
    retry_amendment,
    retry_order,
    skip_undoing,
)
from domains.order.services.upkeep import (
    find_mismatches,
    find_summary_differences,
    find_violations,
    rebuild_summaries,
)

__all__ = [  # noqa: RUF022  by subject
    # Seeing
    "get_order",
    "get_order_by_number",
    "get_order_owner",
    "get_order_by_tracking_token",
    "get_tracking_token",
    "find_order",
    "list_orders",
    "list_order_events",
    "list_daily_revenue",
    "count_orders_by_saga",
    # Buying
    "checkout_cart",
    "checkout_lines",
    "retry_payment",
    "find_checkout",
    "claim_request",
    "remember_answer",
    # Resuming
    "advance_order",
    "resume_orders",
    "retry_order",
    "retry_amendment",
    "skip_undoing",
    "is_checkout_waiting",
    # After the checkout
    "cancel_order",
    "cancel_lines",
    "change_status",
    "capture_order",
    "record_capture",
    "refund_order",
    "record_refund",
    "list_amendments",
    # Money that does not agree
    "reconcile_payments",
    "resolve_break",
    "count_open_breaks",
    # Keeping
    "find_violations",
    "find_mismatches",
    "find_summary_differences",
    "rebuild_summaries",
]
