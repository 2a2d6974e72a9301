"""How a payment is asked for: what is written before the gateway hears of it, and the asking."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter

from domains.kernel import clock
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.inserting import insert_once
from domains.kernel.router import database_of
from domains.payment import recording
from domains.payment.errors import GatewayUnavailable
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

_OUR_KEY = re.compile(r"pay-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,3})\Z")
# Whoever asked first goes on asking; after this long the sweeper does.
PATIENCE = timedelta(seconds=60)
_MOVED = (ChargeStatus.CAPTURED, ChargeStatus.AUTHORIZED)

ERRORS = Counter(
    "payment_gateway_errors_total", "Answers of a gateway that were none", ["gateway", "error_type"]
)
log = structlog.get_logger(__name__)

Question = Callable[[Gateway, ChargeRequest], Charge]


def order_named_by(key: str) -> OrderId | None:
    """The order that a key of ours names; None for anybody else's."""
    named = _OUR_KEY.match(key)
    return OrderId(UUID(named[1])) if named else None


def open_intent(intent: Payment) -> Payment:
    """The committed intent of this order and attempt: this one, or the one that came first."""
    intent.gateway_key = f"pay-{intent.order_id}-{intent.attempt}"
    intent.next_check_at = clock.now() + PATIENCE
    if insert_once(intent, alias=database_of("payment")):
        return intent
    return Payment.objects.get(order_id=intent.order_id, attempt=intent.attempt)


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
        capture_later=payment.capture_later,
    )


def ask(payment: Payment, question: Question) -> Payment:
    """The payment as the gateway's answer leaves it; unchanged when none came in time.

    Raises GatewayUnavailable. Publishes as `recording.record`.
    """
    gateway = registry.find(payment.gateway)
    try:
        charge = question(gateway, request_for(payment))
        if not _is_as_asked(payment, charge):
            charge = _returned(gateway, payment, charge)
    except GatewayTimeout:
        ERRORS.labels(payment.gateway, "timeout").inc()
        log.warning("payment outcome unknown", payment_id=str(payment.id), gateway=payment.gateway)
        return payment
    except GatewayFailure as failure:
        ERRORS.labels(payment.gateway, "failure").inc()
        log.warning("payment gateway failed", payment_id=str(payment.id), gateway=payment.gateway)
        raise GatewayUnavailable from failure
    return recording.record(payment, charge)


def ask_how_it_stands(payment: Payment, *, patience: timedelta) -> Payment:
    """The payment as the gateway sees it now. Raises GatewayUnavailable."""
    patience_s = patience.total_seconds()
    return ask(payment, lambda gateway, request: gateway.charge(request, patience_s=patience_s))


def _is_as_asked(payment: Payment, charge: Charge) -> bool:
    """Whether the gateway moved what it was asked to; of money put aside it may take less."""
    if charge.status not in _MOVED or charge.amount == payment.money:
        return True
    is_part = charge.amount.currency == payment.currency and charge.amount.amount < payment.amount
    return payment.status == PaymentStatus.AUTHORIZED and is_part


def _returned(gateway: Gateway, payment: Payment, charge: Charge) -> Charge:
    """A charge of another amount is not our payment: it goes back before anything is written.

    A crash in between only has the gateway asked again, under the same keys.
    """
    ERRORS.labels(payment.gateway, "amount").inc()
    log.error(
        "the gateway moved another amount",
        payment_id=str(payment.id),
        asked=str(payment.money),
        moved=str(charge.amount),
    )
    request, patience_s = request_for(payment), PATIENCE.total_seconds() / 6
    if charge.status is ChargeStatus.AUTHORIZED:
        gateway.cancel(request, patience_s=patience_s)
    elif not gateway.refund(
        request, refund_key=return_key(request.key), amount=charge.amount, patience_s=patience_s
    ).accepted:
        raise GatewayFailure("it does not return what it should not have taken")
    return replace(
        charge,
        status=ChargeStatus.DECLINED,
        decline_code="amount_mismatch",
        decline_message="The bank moved another amount than yours. It went back: please try again.",
    )


def return_key(charge_key: str) -> str:
    """The key under which a charge that is not ours goes back."""
    return f"return-{charge_key}"[:80]
