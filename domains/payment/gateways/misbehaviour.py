"""How the test gateway misbehaves on demand, so that a shop can be tried on everything a real one does.

A token such as `tok_plan.timeout_after.busy.decline` is a script: the first call about its charge
takes effect and is never answered, the second is refused as one too many, and from then on it
answers as `tok_decline` does; `ok` leaves a call alone. The far side counts the calls.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from django.db import connections

from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.payment.gateways.port import ChargeRequest, GatewayFailure, GatewayTimeout
from domains.payment.models import SandboxCharge

R = TypeVar("R")
_PREFIX = "tok_plan."
_OUTCOMES = {"ok": "tok_ok", "decline": "tok_decline", "3ds": "tok_3ds", "slow": "tok_slow"}


class Misbehaviour(StrEnum):
    """What goes wrong with one call."""

    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"
    FAILURE_BEFORE = "failure_before"
    FAILURE_AFTER = "failure_after"
    BUSY = "busy"
    TRUNCATED = "truncated"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"


class Notification(StrEnum):
    """What is odd about the notice that tells of one call; a gateway in our own process sends none."""

    BEFORE_THE_ANSWER = "webhook_early"
    TWICE = "webhook_twice"
    LATE = "webhook_late"
    REORDERED = "webhook_reordered"
    FORGED = "webhook_forged"


# An answer that cannot be read says as little about the money as none at all.
_Failure = type[GatewayTimeout] | type[GatewayFailure]
BEFORE: Mapping[str, tuple[_Failure, str]] = {
    Misbehaviour.TIMEOUT_BEFORE: (GatewayTimeout, "no answer, and nothing done"),
    Misbehaviour.FAILURE_BEFORE: (GatewayFailure, "500"),
    Misbehaviour.BUSY: (GatewayFailure, "429"),
}
AFTER: Mapping[str, tuple[_Failure, str]] = {
    Misbehaviour.TIMEOUT_AFTER: (GatewayTimeout, "no answer, and it is done"),
    Misbehaviour.FAILURE_AFTER: (GatewayFailure, "500, and it is done"),
    Misbehaviour.TRUNCATED: (GatewayTimeout, "half an answer"),
}


def is_plan(token: str) -> bool:
    """Whether the token is a script that this gateway understands."""
    parts = token.removeprefix(_PREFIX).split(".")
    known = {*Misbehaviour, *Notification, *_OUTCOMES}
    return token.startswith(_PREFIX) and all(part in known for part in parts)


def outcome_of(token: str) -> str:
    """The plain token that a script ends as; any other token is itself."""
    last = token.rpartition(".")[2]
    return _OUTCOMES.get(last, "tok_ok") if token.startswith(_PREFIX) else token


def next_step(request: ChargeRequest) -> str:
    """What the script says of this call about the charge; nothing where there is no script, or it is over."""
    token = request.token or _token_of(request.key)
    if not token.startswith(_PREFIX):
        return ""
    script, number = token.removeprefix(_PREFIX).split("."), _count(request.key)
    return script[number] if number < len(script) else ""


def altered(request: ChargeRequest, step: str) -> ChargeRequest:
    """The request as a gateway hears it that books another amount."""
    amount = request.amount
    if step == Misbehaviour.WRONG_AMOUNT:
        return replace(request, amount=amount + Money.of(1, amount.currency))
    if step == Misbehaviour.WRONG_CURRENCY:
        return replace(request, amount=Money.of(amount.amount, "EUR" if amount.currency != "EUR" else "USD"))
    return request


def played(request: ChargeRequest, effect: Callable[[ChargeRequest], R]) -> R:
    """What the effect answers, unless the script has something else to say about this call."""
    step = next_step(request)
    if step in BEFORE:
        kind, said = BEFORE[step]
        raise kind(said)
    answer = effect(altered(request, step))
    if step in AFTER:
        kind, said = AFTER[step]
        raise kind(said)
    return answer


def _token_of(key: str) -> str:
    """The token that the charge was begun with: we have forgotten it by then, the far side has not."""
    return SandboxCharge.objects.filter(key=key).values_list("token", flat=True).first() or ""


_COUNT = """
INSERT INTO payment_sandbox_call (key, calls) VALUES (%s, 1)
ON CONFLICT (key) DO UPDATE SET calls = payment_sandbox_call.calls + 1 RETURNING calls
"""


def _count(key: str) -> int:
    """How many calls about the charge there were before this one."""
    with connections[database_of("payment")].cursor() as cursor:
        cursor.execute(_COUNT, [key])
        return int(cursor.fetchone()[0]) - 1
