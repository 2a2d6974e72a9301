"""How a payment reaches its outcome: what is written before the gateway is asked, and after."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from prometheus_client import Counter

from domains.kernel import bus, clock
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment import journal
from domains.payment.errors import GatewayUnavailable
from domains.payment.events import (
    PaymentActionRequired,
    PaymentCaptured,
    PaymentDeclined,
    PaymentVoided,
)
from domains.payment.gateways import registry
from domains.payment.gateways.port import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    Gateway,
    GatewayFailure,
    GatewayTimeout,
)
from domains.payment.models import Payment
from domains.payment.types import PaymentStatus

OPEN = (PaymentStatus.CREATED, PaymentStatus.REQUIRES_ACTION)
_OUR_KEY = re.compile(r"pay-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,3})\Z")
# Whoever asked first goes on asking; after this long the sweeper does.
_PATIENCE = timedelta(seconds=60)

ERRORS = Counter(
    "payment_gateway_errors_total", "Answers of a gateway that were none", ["gateway", "error_type"]
)
log = structlog.get_logger(__name__)


def order_named_by(key: str) -> OrderId | None:
    """The order that a key of ours names; None for anybody else's."""
    named = _OUR_KEY.match(key)
    return OrderId(UUID(named[1])) if named else None


def open_intent(intent: Payment) -> Payment:
    """The committed intent of this order and attempt: this one, or the one that came first."""
    intent.gateway_key = f"pay-{intent.order_id}-{intent.attempt}"
    intent.next_check_at = clock.now() + _PATIENCE
    try:
        with transaction.atomic(using=database_of("payment")):
            intent.save(force_insert=True)
    except IntegrityError:
        return Payment.objects.get(order_id=intent.order_id, attempt=intent.attempt)
    return intent


def request_for(payment: Payment) -> ChargeRequest:
    """The same words to the gateway, whenever it is asked."""
    return ChargeRequest(
        key=payment.gateway_key,
        payment_id=PaymentId(payment.id),
        order_id=OrderId(payment.order_id),
        amount=payment.money,
        token=payment.method_token,
        email=payment.email,
        return_url=payment.return_url,
    )


def ask(payment: Payment, question: Callable[[Gateway, ChargeRequest], Charge]) -> Charge | None:
    """The gateway's answer; None when it did not come in time. Raises GatewayUnavailable."""
    gateway = registry.find(payment.gateway)
    try:
        return question(gateway, request_for(payment))
    except GatewayTimeout:
        ERRORS.labels(payment.gateway, "timeout").inc()
        log.warning("payment outcome unknown", payment_id=str(payment.id), gateway=payment.gateway)
        return None
    except GatewayFailure as failure:
        ERRORS.labels(payment.gateway, "failure").inc()
        log.warning("payment gateway failed", payment_id=str(payment.id), gateway=payment.gateway)
        raise GatewayUnavailable from failure


def record(payment: Payment, charge: Charge) -> Payment:
    """Write down what the gateway said, once, in one transaction of its own.

    An answer that is already written, or that came too late, changes nothing.
    """
    changes, tell = _CONSEQUENCES[charge.status](payment, charge)
    changes |= {"gateway_transaction_id": charge.transaction_id, "updated_at": clock.now()}
    # The gateway needs the token no more, except to go on with this charge.
    if charge.status is not ChargeStatus.REQUIRES_ACTION:
        changes |= {"method_token": "", "next_action": None}
    came_from = (PaymentStatus.CREATED,) if charge.status is ChargeStatus.REQUIRES_ACTION else OPEN
    with transaction.atomic(using=database_of("payment"), durable=True):
        if not Payment.objects.filter(id=payment.id, status__in=came_from).update(**changes):
            return Payment.objects.get(id=payment.id)
        for name, value in changes.items():
            setattr(payment, name, value)
        tell()
    return payment


def tell_captured(payment: Payment) -> None:
    """The money is ours: in the journal, and for everybody to hear."""
    journal.post(
        payment.id,
        payment,
        debit=journal.gateway_account(payment),
        credit=journal.SALES,
        amount=payment.money,
    )
    bus.publish(
        PaymentCaptured(
            payment_id=PaymentId(payment.id), order_id=OrderId(payment.order_id), amount=payment.money
        )
    )


_Consequence = tuple[dict[str, Any], Callable[[], None]]


def _captured(payment: Payment, charge: Charge) -> _Consequence:
    changes = {"status": PaymentStatus.CAPTURED, "captured": payment.amount, "settled": True}
    return changes, lambda: tell_captured(payment)


def _declined(payment: Payment, charge: Charge) -> _Consequence:
    def tell() -> None:
        bus.publish(
            PaymentDeclined(
                payment_id=PaymentId(payment.id),
                order_id=OrderId(payment.order_id),
                decline_code=charge.decline_code,
            )
        )

    return {
        "status": PaymentStatus.FAILED,
        "settled": True,
        "decline_code": charge.decline_code,
        "decline_message": charge.decline_message,
    }, tell


def _action_required(payment: Payment, charge: Charge) -> _Consequence:
    def tell() -> None:
        bus.publish(
            PaymentActionRequired(payment_id=PaymentId(payment.id), order_id=OrderId(payment.order_id))
        )

    action = asdict(charge.next_action) if charge.next_action else None
    return {"status": PaymentStatus.REQUIRES_ACTION, "settled": True, "next_action": action}, tell


def _voided(payment: Payment, charge: Charge) -> _Consequence:
    def tell() -> None:
        bus.publish(PaymentVoided(payment_id=PaymentId(payment.id), order_id=OrderId(payment.order_id)))

    return {"status": PaymentStatus.VOIDED, "settled": True}, tell


_CONSEQUENCES: Mapping[ChargeStatus, Callable[[Payment, Charge], _Consequence]] = {
    ChargeStatus.CAPTURED: _captured,
    ChargeStatus.DECLINED: _declined,
    ChargeStatus.REQUIRES_ACTION: _action_required,
    ChargeStatus.CANCELLED: _voided,
}


def refundable(payment: Payment) -> Money:
    """What is left of the captured amount."""
    return Money(payment.captured - payment.refunded - payment.refunding, payment.currency)
