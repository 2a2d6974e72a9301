"""What orders do when something happened."""

from domains.kernel import bus, clock
from domains.order import services, tasks
from domains.order.events import CheckoutPaused
from domains.payment.events import (
    PaymentAuthorized,
    PaymentCaptured,
    PaymentDeclined,
    PaymentRefunded,
)


def follow_capture(event: PaymentCaptured) -> None:
    """Go on with the checkout, or write on the order what was taken for it afterwards."""
    if event.was_authorized:
        services.record_capture(event.order_id)
    continue_checkout(event)


def continue_checkout(event: PaymentCaptured | PaymentAuthorized | PaymentDeclined) -> None:
    """Go on after the payer acted; a checkout that is at work sees the outcome itself."""
    if services.is_checkout_waiting(event.order_id):
        tasks.advance_order.delay(str(event.order_id))


def finish_checkout(event: CheckoutPaused) -> None:
    """A worker does what the request had no time for."""
    countdown = max(0.0, (event.resume_at - clock.now()).total_seconds())
    tasks.advance_order.apply_async(args=(str(event.order_id),), countdown=countdown)


def record_refund(event: PaymentRefunded) -> None:
    """Write on the order what went back, through whichever door."""
    services.record_refund(event.order_id, payment_id=event.payment_id, refund_id=event.refund_id)


SUBSCRIPTIONS: bus.Subscriptions = (
    (CheckoutPaused, finish_checkout),
    (PaymentCaptured, follow_capture),
    (PaymentAuthorized, continue_checkout),
    (PaymentDeclined, continue_checkout),
    (PaymentRefunded, record_refund),
)
