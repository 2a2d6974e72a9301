"""Giving back: never more than was captured, and both books agree."""

import pytest

from domains.kernel.ids import new_id
from domains.payment import services as payment
from domains.payment.errors import GatewayUnavailable, IllegalPaymentState, RefundTooLarge
from domains.payment.gateways.port import GatewayTimeout, Returned
from domains.payment.gateways.test import SandboxGateway
from domains.payment.models import Refund
from domains.payment.types import PaymentStatus, RefundStatus
from tests.factories.catalog import usd
from tests.factories.payment import a_payment, charged_at_gateway, journal_sum

pytestmark = pytest.mark.django_db


def refund(paid, amount: str | None = None, key: str = ""):
    given = usd(amount) if amount else None
    return payment.refund_payment(paid.id, amount=given, reason="Scratched", key=key or str(new_id()))


def test_a_part_and_then_the_rest():
    paid = a_payment(amount="50.00")
    assert refund(paid, "20.00").status is RefundStatus.SUCCEEDED
    partly = payment.get_payment(paid.id)
    assert (partly.status, partly.refunded) == (PaymentStatus.PARTIALLY_REFUNDED, usd("20.00"))
    assert refund(paid).amount == usd("30.00")
    assert payment.get_payment(paid.id).status is PaymentStatus.REFUNDED
    assert charged_at_gateway() == 0
    assert journal_sum(paid.id) == 0


def test_more_than_is_left_is_refused_with_what_is_left():
    paid = a_payment(amount="50.00")
    refund(paid, "20.00")
    with pytest.raises(RefundTooLarge) as refused:
        refund(paid, "30.01")
    assert refused.value.facts["refundable"] == usd("30.00")
    refund(paid)
    with pytest.raises(RefundTooLarge):
        refund(paid)
    assert Refund.objects.count() == 2


def test_the_same_key_is_the_same_refund():
    paid = a_payment(amount="50.00")
    assert refund(paid, "20.00", key="k") == refund(paid, "20.00", key="k")
    assert charged_at_gateway() == 30


@pytest.mark.parametrize("card", ["tok_decline", "tok_3ds"])
def test_what_was_not_captured_cannot_be_refunded(card):
    with pytest.raises(IllegalPaymentState):
        refund(a_payment(card), "1.00")


def test_a_refund_without_an_answer_is_promised_and_asked_again(monkeypatch):
    paid = a_payment(amount="50.00")
    real = SandboxGateway.refund

    def late(self, request, **options):
        real(self, request, **options)
        raise GatewayTimeout

    monkeypatch.setattr(SandboxGateway, "refund", late)
    assert refund(paid, "20.00").status is RefundStatus.PENDING
    with pytest.raises(RefundTooLarge):
        refund(paid, "30.01")
    monkeypatch.setattr(SandboxGateway, "refund", real)
    Refund.objects.update(next_check_at="2020-01-01T00:00:00Z")
    assert payment.resolve_unknown_payments() == 1
    assert payment.get_payment(paid.id).refunded == usd("20.00")
    assert charged_at_gateway() == 30


def test_a_refund_that_the_gateway_will_never_make_is_not_promised_any_more(monkeypatch):
    paid = a_payment(amount="50.00")
    monkeypatch.setattr(SandboxGateway, "refund", lambda *_, **__: Returned("", accepted=False))
    assert refund(paid, "50.00").status is RefundStatus.FAILED
    with pytest.raises(GatewayUnavailable):
        payment.cancel_payment(paid.order_id)
    monkeypatch.undo()
    payment.cancel_payment(paid.order_id)
    assert payment.get_payment(paid.id).status is PaymentStatus.REFUNDED
    assert charged_at_gateway() == 0


def test_calling_an_order_off_returns_what_is_left_of_it_once():
    paid = a_payment(amount="50.00")
    refund(paid, "20.00")
    for _ in range(2):
        payment.cancel_payment(paid.order_id)
    assert [row.amount for row in payment.get_payment(paid.id).refunds] == [usd("20.00"), usd("30.00")]
    assert charged_at_gateway() == 0
