"""The `test` gateway over HTTP: what a far side that can be away, slow or rude looks like from here."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpcore
from django.conf import settings

from domains.kernel.money import Money
from domains.payment.gateways import punctual, wire
from domains.payment.gateways.port import (
    BookedCharge,
    Charge,
    ChargeRequest,
    GatewayFailure,
    GatewayTimeout,
    Returned,
)
from domains.payment.gateways.test import SandboxGateway, checked_outcome

T = TypeVar("T")
_CONNECT_S = 2.0


class RemoteSandbox(SandboxGateway):
    """The same gateway with its books elsewhere."""

    def charge(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return _call("charge", request, {}, patience_s, Charge)

    def confirm(self, request: ChargeRequest, *, data: Mapping[str, str], patience_s: float) -> Charge:
        return _call("confirm", request, {"outcome": checked_outcome(data)}, patience_s, Charge)

    def capture(self, request: ChargeRequest, *, amount: Money, patience_s: float) -> Charge:
        return _call("capture", request, {"amount": amount}, patience_s, Charge)

    def cancel(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return _call("cancel", request, {}, patience_s, Charge)

    def refund(
        self, request: ChargeRequest, *, refund_key: str, amount: Money, patience_s: float
    ) -> Returned:
        more = {"refund_key": refund_key, "amount": amount}
        return _call("refund", request, more, patience_s, Returned)

    def list_charges(
        self, *, since: datetime, until: datetime, patience_s: float
    ) -> tuple[BookedCharge, ...]:
        asked = {"since": since.isoformat(), "until": until.isoformat()}
        return _read("charges", asked, patience_s, tuple[BookedCharge, ...])

    def find_charge(self, key: str, *, patience_s: float) -> BookedCharge | None:
        found = _read("charges", {"key": key}, patience_s, tuple[BookedCharge, ...])
        return found[0] if found else None


def _call(name: str, request: ChargeRequest, more: dict[str, Any], patience_s: float, kind: type[T]) -> T:
    call = wire.Call(request, more, notify_url=_notify_url(), patience_s=patience_s)
    return _answered("POST", name, patience_s, kind, content=wire.write(call))


def _read(name: str, params: dict[str, str], patience_s: float, kind: type[T]) -> T:
    return _answered("GET", f"{name}?{urlencode(params)}", patience_s, kind)


def _answered(method: str, path: str, patience_s: float, kind: type[T], content: bytes = b"") -> T:
    """The answer as a value. Raises GatewayTimeout where nobody knows what happened, GatewayFailure."""
    url = f"{settings.PAYMENT_TEST_GATEWAY_URL.rstrip('/')}/v1/{path}"
    try:
        with punctual.within(patience_s):
            answer = _connections().request(
                method, url, content=content, extensions={"timeout": {"connect": _CONNECT_S}}
            )
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as away:
        raise GatewayFailure("it cannot be reached") from away
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as silent:
        raise GatewayTimeout(type(silent).__name__) from silent
    if answer.status != 200:
        raise GatewayFailure(str(answer.status))
    try:
        return wire.read(answer.content, kind)
    except wire.Unreadable as half:
        raise GatewayTimeout("an answer that cannot be read") from half


def _notify_url() -> str:
    return f"{settings.SITE_URL.rstrip('/')}/api/v1/payments/webhook/test"


@lru_cache(maxsize=1)
def _connections() -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(keepalive_expiry=5, network_backend=punctual.Backend())
