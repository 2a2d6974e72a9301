"""How a gateway's books and ours are brought together by hand: taken over, or given back."""

from typing import Any

from django.db import IntegrityError, transaction

from domains.kernel import clock
from domains.kernel.ids import OrderId, PaymentId, new_id
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment import charging, recording, refunding
from domains.payment.errors import GatewayUnavailable, IllegalPaymentState
from domains.payment.gateways import registry
from domains.payment.gateways.port import (
    BookedCharge,
    Charge,
    ChargeRequest,
    ChargeStatus,
    GatewayFailure,
    GatewayTimeout,
    Returned,
)
from domains.payment.models import Payment, Refund
from domains.payment.types import PaymentStatus, RefundStatus

_PATIENCE_S = 10.0


def attach_charge(code: str, key: str) -> Payment:
    """The payment of this captured charge. Raises IllegalPaymentState, GatewayUnavailable."""
    booked = _booked(code, key)
    if not booked.captured:
        raise IllegalPaymentState("The gateway has not captured this charge.")
    payment = Payment.objects.filter(gateway_key=key).first()
    if payment is None:
        return _captured(_intent(code, booked), booked, force_insert=True)
    is_part = payment.status == PaymentStatus.AUTHORIZED and booked.amount < payment.money
    if payment.money != booked.amount and not is_part:
        raise IllegalPaymentState(f"The gateway took {booked.amount}, and {payment.money} was asked for.")
    if payment.status in recording.OPEN:
        return recording.record(payment, Charge(ChargeStatus.CAPTURED, booked.transaction_id, booked.amount))
    return payment if payment.captured else _captured(payment, booked)


def _intent(code: str, booked: BookedCharge) -> Payment:
    """The payment that we would have written before such a charge."""
    order_id = charging.order_named_by(booked.key)
    if order_id is None:
        raise IllegalPaymentState("The charge names no order of ours. Return it, or ignore it.")
    return Payment(
        order_id=order_id,
        attempt=int(booked.key.rpartition("-")[2]),
        currency=booked.amount.currency,
        amount=booked.amount.amount,
        gateway=code,
        gateway_key=booked.key,
    )


def _captured(payment: Payment, booked: BookedCharge, **how: Any) -> Payment:
    payment.status, payment.settled = PaymentStatus.CAPTURED.value, True
    payment.captured, payment.gateway_transaction_id = payment.amount, booked.transaction_id
    payment.updated_at = clock.now()
    try:
        with transaction.atomic(using=database_of("payment"), durable=True):
            payment.save(**how)
            recording.tell_captured(payment, recording.captured(payment))
    except IntegrityError as clash:
        raise IllegalPaymentState("The order is paid already. Return this charge instead.") from clash
    return payment


def attach_refund(payment: Payment, reason: str) -> Payment:
    """The payment with what the gateway returned of it. Raises IllegalPaymentState, GatewayUnavailable."""
    booked = _booked(payment.gateway, payment.gateway_key)
    with transaction.atomic(using=database_of("payment"), durable=True):
        row = Payment.objects.select_for_update().get(id=payment.id)
        more = booked.refunded - Money(row.refunded, row.currency)
        if row.refunding or more <= Money.zero(row.currency) or row.refunded + more.amount > row.captured:
            raise IllegalPaymentState("The gateway returned nothing that we do not know.")
        row.refunding = more.amount
        row.save(update_fields=["refunding"])
        refund = Refund(
            payment=row,
            key=f"found-{booked.refunded.minor}",
            amount=more.amount,
            reason=reason[:200],
            status=RefundStatus.SUCCEEDED.value,
        )
        refund.save(force_insert=True)
        refunding.settle(row, refund, more, accepted=True)
    payment.refresh_from_db()
    return payment


def return_charge(code: str, key: str) -> Money:
    """What the gateway gave back of a charge that is not ours. Raises IllegalPaymentState."""
    payment = Payment.objects.filter(gateway_key=key).first()
    if payment is not None and (payment.captured or payment.status in recording.OPEN):
        raise IllegalPaymentState("This charge is the payment of an order. Refund it on the order.")
    booked = _booked(code, key)
    left = booked.captured - booked.refunded if booked.captured else booked.captured
    if not left:
        raise IllegalPaymentState("Nothing of this charge is left to return.")
    order_id = payment.order_id if payment else new_id()
    request = ChargeRequest(
        key=key,
        payment_id=PaymentId(payment.id if payment else new_id()),
        order_id=OrderId(order_id),
        amount=booked.amount,
        token="",
        email="",
        return_url="",
    )
    _refund(code, request, charging.return_key(key), left)
    return left


def repeat_refunds(payment: Payment) -> Payment:
    """Ask again for each refund that we count as made. Raises IllegalPaymentState, GatewayUnavailable."""
    for refund in payment.refunds.filter(status=RefundStatus.SUCCEEDED).order_by("id"):
        request, amount = charging.request_for(payment), Money(refund.amount, payment.currency)
        _refund(payment.gateway, request, f"refund-{refund.id}", amount)
    return payment


def _refund(code: str, request: ChargeRequest, key: str, amount: Money) -> Returned:
    try:
        returned = registry.find(code).refund(request, refund_key=key, amount=amount, patience_s=_PATIENCE_S)
    except (GatewayTimeout, GatewayFailure) as failure:
        raise GatewayUnavailable from failure
    if not returned.accepted:
        raise IllegalPaymentState("The gateway refuses to return this.")
    return returned


def _booked(code: str, key: str) -> BookedCharge:
    try:
        booked = registry.find(code).find_charge(key, patience_s=_PATIENCE_S)
    except (GatewayTimeout, GatewayFailure) as failure:
        raise GatewayUnavailable from failure
    if booked is None:
        raise IllegalPaymentState("The gateway knows no such charge.")
    return booked
