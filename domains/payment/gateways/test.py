"""The `test` gateway: a far side with books of its own, so that the shop runs without any account.

It stands for a remote party: it commits on its own, keeps each key's first answer, and knows
nothing of our tables. What a charge does is chosen by its token.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import new_id
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment.errors import PaymentMethodInvalid, SignatureInvalid
from domains.payment.gateways import misbehaviour
from domains.payment.gateways.port import (
    BookedCharge,
    Charge,
    ChargeRequest,
    ChargeStatus,
    GatewayFailure,
    GatewayTimeout,
    Notice,
    Returned,
)
from domains.payment.models import SandboxCharge, SandboxRefund
from domains.payment.types import NextAction

_SLOWNESS = timedelta(seconds=5)
_OLDEST_NOTICE = timedelta(minutes=5)
_DECLINES = {
    "card_declined": "The card was declined.",
    "authentication_failed": "The bank could not confirm that it is you.",
}
_OUTCOMES = {
    "tok_ok": (ChargeStatus.CAPTURED, ""),
    "tok_slow": (ChargeStatus.CAPTURED, ""),
    "tok_decline": (ChargeStatus.DECLINED, "card_declined"),
    "tok_3ds": (ChargeStatus.REQUIRES_ACTION, ""),
}


class SandboxGateway:
    """Pays, declines, asks for 3-D Secure, dawdles or fails, as the token says."""

    code = "test"
    name = "Test card"
    description = "No money moves. Choose what the bank answers."
    tokens: tuple[tuple[str, str], ...] = (
        ("tok_ok", "Pays"),
        ("tok_decline", "Is declined"),
        ("tok_3ds", "Asks for 3-D Secure"),
        ("tok_slow", "Takes five seconds"),
        ("tok_error", "The gateway fails"),
    )
    signature_header = "X-Gateway-Signature"

    def check_token(self, token: str) -> None:
        if token not in dict(self.tokens) and not misbehaviour.is_plan(token):
            known = ", ".join(dict(self.tokens))
            raise PaymentMethodInvalid(
                f"The test gateway knows these tokens: {known}.", field="payment.method_token"
            )

    def charge(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return misbehaviour.played(request, lambda: self._charge(request, patience_s))

    def _charge(self, request: ChargeRequest, patience_s: float) -> Charge:
        token = misbehaviour.outcome_of(request.token)
        if token == "tok_error":  # noqa: S105
            raise GatewayFailure("the test gateway answers 500 to tok_error")
        slowness = _SLOWNESS if token == "tok_slow" else timedelta(0)  # noqa: S105
        status, decline_code = _OUTCOMES[token]
        charge = self._first(request, status, decline_code, clock.now() + slowness)
        if charge.status != ChargeStatus.CANCELLED:
            _wait_for(charge, patience_s)
        return _told(charge, request)

    def confirm(self, request: ChargeRequest, *, data: Mapping[str, str], patience_s: float) -> Charge:
        outcomes: Mapping[str, dict[str, str]] = {
            "success": {"status": ChargeStatus.CAPTURED},
            "failure": {"status": ChargeStatus.DECLINED, "decline_code": "authentication_failed"},
        }
        if (outcome := data.get("outcome", "")) not in outcomes:
            raise InvalidInput('Give "outcome": "success" or "failure".', field="outcome")
        return misbehaviour.played(request, lambda: self._confirm(request, outcomes[outcome]))

    def _confirm(self, request: ChargeRequest, outcome: dict[str, str]) -> Charge:
        waiting = SandboxCharge.objects.filter(key=request.key, status=ChargeStatus.REQUIRES_ACTION)
        waiting.update(**outcome)
        return _told(SandboxCharge.objects.get(key=request.key), request)

    def cancel(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return misbehaviour.played(request, lambda: self._cancel(request))

    def _cancel(self, request: ChargeRequest) -> Charge:
        now = clock.now()
        charge = self._first(request, ChargeStatus.CANCELLED, "", now)
        open_ones = SandboxCharge.objects.filter(key=request.key)
        still_open = open_ones.filter(status=ChargeStatus.REQUIRES_ACTION) | open_ones.filter(
            ready_at__gt=now
        )
        still_open.update(status=ChargeStatus.CANCELLED)
        # Somebody may have confirmed it since it was read.
        charge.refresh_from_db()
        return _told(charge, request)

    def refund(
        self, request: ChargeRequest, *, refund_key: str, amount: Money, patience_s: float
    ) -> Returned:
        return misbehaviour.played(request, lambda: self._refund(request, refund_key, amount))

    def _refund(self, request: ChargeRequest, refund_key: str, amount: Money) -> Returned:
        with transaction.atomic(using=database_of("payment")):
            refund = SandboxRefund(
                key=refund_key, id=f"re_{new_id().hex}", charge_id=request.key, amount_minor=amount.minor
            )
            made = SandboxRefund.objects.bulk_create([refund], ignore_conflicts=True)[0]
            found = SandboxRefund.objects.get(key=refund_key)
            if found.id != made.id:
                return Returned(found.id)
            room = SandboxCharge.objects.filter(
                key=request.key,
                status=ChargeStatus.CAPTURED,
                amount_minor__gte=F("refunded_minor") + amount.minor,
            )
            accepted = room.update(refunded_minor=F("refunded_minor") + amount.minor)
            if not accepted:
                transaction.set_rollback(True, using=database_of("payment"))
        return Returned(found.id, accepted=bool(accepted))

    def list_charges(
        self, *, since: datetime, until: datetime, patience_s: float
    ) -> tuple[BookedCharge, ...]:
        rows = SandboxCharge.objects.filter(created_at__gte=since, created_at__lt=until)
        return tuple(map(_booked, rows.order_by("created_at")))

    def find_charge(self, key: str, *, patience_s: float) -> BookedCharge | None:
        row = SandboxCharge.objects.filter(key=key).first()
        return _booked(row) if row else None

    def read_notice(self, body: bytes, *, signature: str) -> Notice:
        at = signature.removeprefix("t=").partition(",v1=")[0]
        if not at.isdecimal() or not hmac.compare_digest(sign(body, at=int(at)), signature):
            raise SignatureInvalid
        if abs(clock.now().timestamp() - int(at)) > _OLDEST_NOTICE.total_seconds():
            raise SignatureInvalid("The webhook was signed too long ago.")
        try:
            notice = json.loads(body)
            return Notice(str(notice["id"]), str(notice["type"]), str(notice["charge_key"]))
        except (ValueError, KeyError, TypeError, RecursionError) as broken:
            raise InvalidInput("Give a JSON object with id, type and charge_key.") from broken

    def _first(
        self, request: ChargeRequest, status: ChargeStatus, decline_code: str, ready_at: datetime
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
        try:
            with transaction.atomic(using=database_of("payment")):
                charge.save(force_insert=True)
        except IntegrityError:
            return SandboxCharge.objects.get(key=request.key)
        return charge


def _wait_for(charge: SandboxCharge, patience_s: float) -> None:
    left = (charge.ready_at - clock.now()).total_seconds()
    if left > patience_s:
        time.sleep(max(patience_s, 0))
        raise GatewayTimeout(f"no answer within {patience_s:.1f} s")
    time.sleep(max(left, 0))


def _told(charge: SandboxCharge, request: ChargeRequest) -> Charge:
    status = ChargeStatus(charge.status)
    action = None
    if status is ChargeStatus.REQUIRES_ACTION:
        action = NextAction(type="three_d_secure", url=f"/checkout/3ds/{request.payment_id}")
    return Charge(
        status=status,
        transaction_id=charge.id,
        decline_code=charge.decline_code,
        decline_message=_DECLINES.get(charge.decline_code, ""),
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


def sign(body: bytes, *, at: int) -> str:
    """The signature header of a webhook that is sent at this Unix time."""
    secret = settings.PAYMENT_TEST_WEBHOOK_SECRET or salted_hmac("payment.webhook", "test").hexdigest()
    digest = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
