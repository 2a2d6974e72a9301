"""Being paid: authorized, captured, confirmed by the payer, asked for again."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import Money
from domains.kernel.transactions import stepwise
from domains.payment import capturing, card_data, charging, queries
from domains.payment.errors import IllegalPaymentState
from domains.payment.models import Payment as PaymentRow
from domains.payment.services.reading import refuse_method
from domains.payment.types import Payment, PaymentMethod, PaymentStatus

PATIENCE = timedelta(seconds=10)


@stepwise
def authorize_payment(
    order_id: OrderId,
    *,
    amount: Money,
    method: PaymentMethod,
    attempt: int,
    email: str,
    return_url: str,
    user_id: UserId | None = None,
    patience: timedelta = PATIENCE,
) -> Payment:
    """This attempt's payment: captured, declined, waiting for the payer, or not `settled`.

    With `PAYMENT_CAPTURE=manual` it is authorized where it would be captured. The same order and
    attempt is the same payment and at most one charge. Not settled means that the gateway did not
    answer within `patience`; ask again. Raises GatewayUnknown, PaymentMethodInvalid,
    CardDataRefused, GatewayUnavailable.
    Publishes PaymentCaptured, PaymentAuthorized, PaymentDeclined or PaymentActionRequired.
    """
    refuse_method(method)
    intent = PaymentRow(
        order_id=order_id,
        attempt=attempt,
        user_id=user_id,
        email=email,
        currency=amount.currency,
        amount=amount.amount,
        gateway=method.gateway,
        method_token=method.token,
        return_url=return_url,
        capture_later=settings.PAYMENT_CAPTURE == "manual",
    )
    return queries.with_refunds([ask_again(charging.open_intent(intent), patience)])[0]


@stepwise
def resume_payment(payment_id: PaymentId, *, patience: timedelta = PATIENCE) -> Payment:
    """The payment after the gateway was asked how an unknown outcome turned out.

    Raises PaymentNotFound, GatewayUnavailable. Publishes as authorize_payment.
    """
    return queries.with_refunds([ask_again(queries.payment_row(payment_id), patience)])[0]


def ask_again(payment: PaymentRow, patience: timedelta) -> PaymentRow:
    """The payment after whatever the gateway has not answered yet was asked again."""
    if payment.settled:
        return payment
    if payment.capturing:
        return capturing.carry_out(payment, patience_s=patience.total_seconds())
    return charging.ask_how_it_stands(payment, patience=patience)


@stepwise
def confirm_payment(payment_id: PaymentId, *, data: Mapping[str, str]) -> Payment:
    """The payment after the payer acted, as `data` tells the gateway; confirming twice is once.

    Raises PaymentNotFound, IllegalPaymentState when there is nothing to confirm, InvalidInput,
    CardDataRefused, GatewayUnavailable. Publishes as authorize_payment.
    """
    card_data.refuse(data.values())
    payment = queries.payment_row(payment_id)
    if payment.status in (PaymentStatus.CREATED, PaymentStatus.VOIDED):
        raise IllegalPaymentState("There is nothing to confirm about this payment.")
    if payment.status == PaymentStatus.REQUIRES_ACTION:
        patience_s = PATIENCE.total_seconds()
        payment = charging.ask(
            payment, lambda gateway, request: gateway.confirm(request, data=data, patience_s=patience_s)
        )
    return queries.with_refunds([payment])[0]


@stepwise
def capture_payment(payment_id: PaymentId, *, amount: Money | None = None) -> Payment:
    """The payment with `amount`, or all that was put aside, captured; what is left goes free.

    A payment is captured once: the same amount again is the same capture. Not `settled` when the
    gateway did not answer in time: it is asked again. Raises PaymentNotFound, InvalidInput,
    IllegalPaymentState, GatewayUnavailable. Publishes PaymentCaptured.
    """
    row = queries.payment_row(payment_id)
    opened = capturing.open_capture(row, row.money if amount is None else amount)
    payment = capturing.carry_out(opened, patience_s=PATIENCE.total_seconds())
    if payment.settled and not payment.captured:
        raise IllegalPaymentState("The gateway does not hold this money any more.")
    return queries.with_refunds([payment])[0]
