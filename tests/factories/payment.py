"""Payments for tests, made through the services."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from domains.kernel.ids import OrderId, new_id
from domains.payment import services as payment
from domains.payment.models import JournalEntry, SandboxCharge
from domains.payment.types import Payment, PaymentMethod
from tests.factories.catalog import usd


def a_method(card: str = "tok_ok") -> PaymentMethod:
    """A card of the test gateway."""
    return PaymentMethod(gateway="test", token=card)


def a_payment(card: str = "tok_ok", *, amount: str = "50.00", **changes: Any) -> Payment:
    """An attempt to be paid for a fresh order."""
    order_id = changes.pop("order_id", OrderId(new_id()))
    given = {"attempt": 1, "email": "ada@example.com", "return_url": "/thanks", **changes}
    return payment.authorize_payment(order_id, amount=usd(amount), method=a_method(card), **given)


def charged_at_gateway(order_ids: Iterable[OrderId] = ()) -> Decimal:
    """What the gateway holds of ours in dollars, by its own books; of these orders when they are given."""
    charges = SandboxCharge.objects.filter(status="captured")
    for order_id in order_ids:
        charges = charges.filter(key__startswith=f"pay-{order_id}-")
    sums = charges.aggregate(charged=Sum("amount_minor"), returned=Sum("refunded_minor"))
    return Decimal((sums["charged"] or 0) - (sums["returned"] or 0)) / 100


def journal_sum(payment_id: Any) -> Decimal:
    """All entries of the payment's journal together."""
    return JournalEntry.objects.filter(payment_id=payment_id).aggregate(all=Sum("amount"))["all"] or Decimal(
        0
    )
