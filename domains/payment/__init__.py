"""Money: one gateway interface, payments, refunds, the double-entry journal.

Owns: payments, refunds, journal entries, received webhooks, the test gateway's books
Calls: kernel
Listens to: nobody
Publishes: payment.action_required.v1, payment.authorized.v1, payment.captured.v1,
    payment.declined.v1, payment.refunded.v1, payment.voided.v1
"""
