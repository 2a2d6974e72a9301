"""Messages: an event becomes a template becomes a mail, sent once by a worker.

Owns: messages, preferences
Calls: order, catalog, user, kernel
Listens to: user.verification_requested.v1, user.registration_repeated.v1,
    user.password_reset_requested.v1, user.password_changed.v1, order.confirmed.v1,
    order.rejected.v1, order.cancelled.v1, order.refunded.v1, order.status_changed.v1,
    catalog.stock_request_met.v1
Publishes: nothing
"""
