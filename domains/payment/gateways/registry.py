"""Which gateways are switched on."""

from collections.abc import Callable, Mapping

from django.conf import settings

from domains.payment.errors import GatewayUnknown
from domains.payment.gateways.port import Gateway
from domains.payment.gateways.remote import RemoteSandbox
from domains.payment.gateways.test import SandboxGateway


def _test_gateway() -> Gateway:
    return RemoteSandbox() if settings.PAYMENT_TEST_GATEWAY_URL else SandboxGateway()


# A gateway, and whether this installation has what it needs.
_GATEWAYS: Mapping[str, tuple[Callable[[], Gateway], Callable[[], bool]]] = {
    "test": (_test_gateway, lambda: settings.DEBUG or settings.PAYMENT_TEST_GATEWAY),
}


def configured() -> tuple[Gateway, ...]:
    """Those that are switched on; the shop's own choice first."""
    codes = sorted(_GATEWAYS, key=lambda code: code != settings.PAYMENT_GATEWAY)
    return tuple(make() for make, is_on in map(_GATEWAYS.__getitem__, codes) if is_on())


def find(code: str) -> Gateway:
    """The gateway of this code. Raises GatewayUnknown unless it is switched on."""
    make, is_on = _GATEWAYS.get(code, (None, None))
    if make is None or is_on is None or not is_on():
        known = ", ".join(gateway.code for gateway in configured()) or "none"
        raise GatewayUnknown(f"This payment gateway is not switched on. Those that are: {known}.")
    return make()
