"""What payment refuses. A declined card is not here: that is an outcome."""

from domains.kernel.errors import Conflict, InvalidInput, NotFound, Unavailable


class PaymentNotFound(NotFound):
    code = "payment_not_found"
    default_detail = "There is no such payment."


class GatewayUnknown(InvalidInput):
    code = "gateway_unknown"
    default_detail = "This payment gateway is not switched on."


class WebhookUnknown(NotFound):
    code = "gateway_unknown"
    default_detail = "No gateway that is switched on sends webhooks to this address."


class CardDataRefused(InvalidInput):
    code = "card_data_refused"
    default_detail = "Never send a card number here. Send the token that the gateway's own form gives."


class PaymentMethodInvalid(InvalidInput):
    code = "payment_method_invalid"
    default_detail = "The gateway does not know this payment method."


class RefundTooLarge(Conflict):
    """`refundable` says how much is left."""

    code = "refund_too_large"
    default_detail = "More than what is left of the captured amount cannot be refunded."


class IllegalPaymentState(Conflict):
    code = "illegal_payment_state"
    default_detail = "The payment's state does not allow this."


class SignatureInvalid(InvalidInput):
    code = "signature_invalid"
    default_detail = "The webhook's signature is not right."


class GatewayUnavailable(Unavailable):
    code = "gateway_unavailable"
    default_detail = "The payment gateway is not answering. Nothing is lost: please try again in a moment."
