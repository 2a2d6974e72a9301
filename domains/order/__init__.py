"""Orders: the checkout saga, the order's state machine, tracking; the one domain that moves money.

Owns: orders, lines, sagas, amendments, status changes, summaries, breaks
Calls: cart, catalog, inventory, payment, user, kernel
Listens to: order.checkout_paused.v1, payment.authorized.v1, payment.captured.v1,
    payment.declined.v1, payment.refunded.v1
Publishes: order.placed.v1, order.checkout_paused.v1, order.stock_reserved.v1, order.rejected.v1,
    order.payment_authorized.v1, order.paid.v1, order.confirmed.v1, order.cancelled.v1,
    order.refunded.v1, order.refund_noted.v1, order.reduced.v1,
    order.status_changed.v1
"""
