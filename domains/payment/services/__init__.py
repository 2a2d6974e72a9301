"""What others may ask of payment. A declined card is an outcome, not an exception."""

from domains.payment.services.books import (
    attach_charge,
    attach_refund,
    compare_with_gateway,
    repeat_refunds,
    return_charge,
)
from domains.payment.services.paying import (
    authorize_payment,
    capture_payment,
    confirm_payment,
    resume_payment,
)
from domains.payment.services.reading import (
    find_violations,
    get_balances,
    get_payment,
    get_webhook_header,
    list_gateways,
    list_payments,
    refuse_card_data,
    refuse_method,
)
from domains.payment.services.repeating import claim_request, remember_answer
from domains.payment.services.returning import cancel_payment, refund_payment
from domains.payment.services.telling import handle_webhook, resolve_unknown_payments

__all__ = [  # noqa: RUF022  by subject
    # Seeing
    "get_payment",
    "list_payments",
    "get_balances",
    "list_gateways",
    "get_webhook_header",
    # Being paid
    "refuse_card_data",
    "refuse_method",
    "authorize_payment",
    "resume_payment",
    "confirm_payment",
    "capture_payment",
    # Giving back
    "cancel_payment",
    "refund_payment",
    # What the gateways tell, and what they have not told yet
    "handle_webhook",
    "resolve_unknown_payments",
    # What the gateways' books say
    "compare_with_gateway",
    "attach_charge",
    "attach_refund",
    "return_charge",
    "repeat_refunds",
    # Repeated requests
    "claim_request",
    "remember_answer",
    # Keeping
    "find_violations",
]
