"""The far side of the `test` gateway: its books, and what each call does to them.

It stands for a remote party: it commits on its own, keeps each key's first answer, and knows
nothing of our tables. What a charge does is chosen by its token.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.inserting import insert_once
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment.gateways import misbehaviour
from domains.payment.gateways.port import (
    BookedCharge,
    Charge,
    ChargeRequest,
    ChargeStatus,
    GatewayFailure,
    GatewayTimeout,
    Returned,
)
from domains.payment.models import SandboxCharge, SandboxRefund
from domains.payment.types import NextAction

_SLOWNESS = timedelta(seconds=5)
_DECLINES = {
    "card_declined": "The card was declined.",
    "authentication_failed": "The bank could not confirm that it is you.",
}
_DECLINED = {"tok_decline": "card_declined"}


def charge(request: ChargeRequest, patience_s: float) -> Charge:
    """The charge of this key, begun now or before. Raises GatewayTimeout, GatewayFailure."""
    token = misbehaviour.outcome_of(request.token)
    if token == "tok_error":  # noqa: S105
        raise GatewayFailure("the test gateway answers 500 to tok_error")
    slowness = _SLOWNESS if token == "tok_slow" else timedelta(0)  # noqa: S105
    begun = _first(
        request, _status_at_first(request, token), _DECLINED.get(token, ""), clock.now() + slowness
    )
    if begun.status != ChargeStatus.CANCELLED:
        _wait_for(begun, patience_s)
    return _told(begun, request)


def _status_at_first(request: ChargeRequest, token: str) -> ChargeStatus:
    if token in _DECLINED:
        return ChargeStatus.DECLINED
    return ChargeStatus.REQUIRES_ACTION if token == "tok_3ds" else _paid(request)  # noqa: S105


def _paid(request: ChargeRequest) -> ChargeStatus:
    return ChargeStatus.AUTHORIZED if request.capture_later else ChargeStatus.CAPTURED


def confirm(request: ChargeRequest, outcome: str) -> Charge:
    """The charge after its payer was asked by the bank, with `success` or `failure`."""
    waiting = SandboxCharge.objects.filter(key=request.key, status=ChargeStatus.REQUIRES_ACTION)
    if outcome == "success":
        waiting.update(status=_paid(request))
    else:
        waiting.update(status=ChargeStatus.DECLINED, decline_code="authentication_failed")
    return _told(SandboxCharge.objects.get(key=request.key), request)


def capture(request: ChargeRequest, amount: Money) -> Charge:
    """The charge with this much of it taken, unless it was taken or called off before."""
    SandboxCharge.objects.filter(
        key=request.key,
        status=ChargeStatus.AUTHORIZED,
        currency=amount.currency,
        amount_minor__gte=amount.minor,
    ).update(status=ChargeStatus.CAPTURED, amount_minor=amount.minor)
    return _told(SandboxCharge.objects.get(key=request.key), request)


def cancel(request: ChargeRequest) -> Charge:
    """The charge, called off unless it has taken money."""
    now = clock.now()
    known = _first(request, ChargeStatus.CANCELLED, "", now)
    open_ones = Q(status__in=(ChargeStatus.REQUIRES_ACTION, ChargeStatus.AUTHORIZED)) | Q(ready_at__gt=now)
    SandboxCharge.objects.filter(open_ones, key=request.key).update(status=ChargeStatus.CANCELLED)
    # Somebody may have confirmed it since it was read.
    known.refresh_from_db()
    return _told(known, request)


def refund(request: ChargeRequest, refund_key: str, amount: Money) -> Returned:
    """The refund of this key; not accepted where it is more than the charge holds."""
    with transaction.atomic(using=database_of("payment")):
        refund = SandboxRefund(
            key=refund_key, id=f"re_{new_id().hex}", charge_id=request.key, amount_minor=amount.minor
        )
        if not insert_once(refund, alias=database_of("payment")):
            return Returned(SandboxRefund.objects.get(key=refund_key).id)
        room = SandboxCharge.objects.filter(
            key=request.key,
            status=ChargeStatus.CAPTURED,
            amount_minor__gte=F("refunded_minor") + amount.minor,
        )
        accepted = room.update(refunded_minor=F("refunded_minor") + amount.minor)
        if not accepted:
            transaction.set_rollback(True, using=database_of("payment"))
    return Returned(refund.id, accepted=bool(accepted))


def list_charges(since: datetime, until: datetime) -> tuple[BookedCharge, ...]:
    """Every charge that was begun then."""
    rows = SandboxCharge.objects.filter(created_at__gte=since, created_at__lt=until)
    return tuple(map(_booked, rows.order_by("created_at")))


def find_charge(key: str) -> BookedCharge | None:
    """The charge of this key, if there is one."""
    row = SandboxCharge.objects.filter(key=key).first()
    return _booked(row) if row else None


def _first(
    request: ChargeRequest, status: ChargeStatus, decline_code: str, ready_at: datetime
) -> SandboxCharge:
    """The charge of this key: this one, or the one that came first."""
    charge = SandboxCharge(
        key=request.key,
        id=f"ch_{new_id().hex}",
        token=request.token,
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
        status=status,
        decline_code=decline_code,
        ready_at=ready_at,
    )
    if insert_once(charge, alias=database_of("payment")):
        return charge
    return SandboxCharge.objects.get(key=request.key)


def _wait_for(charge: SandboxCharge, patience_s: float) -> None:
    left = (charge.ready_at - clock.now()).total_seconds()
    if left > patience_s:
        time.sleep(max(patience_s, 0))
        raise GatewayTimeout(f"no answer within {patience_s:.1f} s")
    if left > 0:
        time.sleep(left)


def _told(row: SandboxCharge, request: ChargeRequest) -> Charge:
    status = ChargeStatus(row.status)
    action = None
    if status is ChargeStatus.REQUIRES_ACTION:
        action = NextAction(type="three_d_secure", url=f"/checkout/3ds/{request.payment_id}")
    return Charge(
        status=status,
        transaction_id=row.id,
        amount=Money.from_minor(row.amount_minor, row.currency),
        decline_code=row.decline_code,
        decline_message=_DECLINES.get(row.decline_code, ""),
        next_action=action,
    )


def _booked(row: SandboxCharge) -> BookedCharge:
    return BookedCharge(
        key=row.key,
        transaction_id=row.id,
        status=ChargeStatus(row.status),
        amount=Money.from_minor(row.amount_minor, row.currency),
        refunded=Money.from_minor(row.refunded_minor, row.currency),
        created_at=row.created_at,
    )
