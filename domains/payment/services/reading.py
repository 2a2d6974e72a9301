"""Seeing payments and gateways, and refusing what cannot pay before anything is written."""

from collections.abc import Collection, Iterable, Mapping

from domains.kernel.auditing import audit
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.router import database_of
from domains.kernel.types import Violation
from domains.payment import card_data, invariants, queries
from domains.payment.gateways import registry
from domains.payment.types import Balance, GatewayOffer, Payment, PaymentMethod


def get_payment(payment_id: PaymentId) -> Payment:
    """One payment with its refunds. Raises PaymentNotFound."""
    return queries.get_payment(payment_id)


def list_payments(order_ids: Collection[OrderId]) -> Mapping[OrderId, tuple[Payment, ...]]:
    """The payments of each order, first attempt first."""
    return queries.list_payments(order_ids)


def get_balances(order_ids: Collection[OrderId]) -> Mapping[OrderId, Balance]:
    """What was captured and refunded for each order; zeros for one without a payment."""
    return queries.balances(order_ids)


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("payment"), invariants.RULES, only=only, limit=limit)


def list_gateways() -> tuple[GatewayOffer, ...]:
    """The gateways that are switched on, the shop's own choice first."""
    return tuple(
        GatewayOffer(gateway.code, gateway.name, gateway.description, gateway.tokens)
        for gateway in registry.configured()
    )


def get_webhook_header(gateway: str) -> str:
    """The HTTP header in which this gateway signs. Raises GatewayUnknown."""
    return registry.find(gateway).signature_header


def refuse_card_data(values: Iterable[str]) -> None:
    """Raises CardDataRefused when any of the values holds a card number."""
    card_data.refuse(values)


def refuse_method(method: PaymentMethod) -> None:
    """Raises GatewayUnknown, PaymentMethodInvalid or CardDataRefused for what cannot pay."""
    card_data.refuse((method.token,))
    registry.find(method.gateway).check_token(method.token)
