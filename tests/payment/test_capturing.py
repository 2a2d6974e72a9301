"""Money put aside at checkout: taken once, all of it or a part, or given free; never more than that."""

from functools import partial

import pytest

from domains.kernel.errors import InvalidInput
from domains.kernel.services import list_events
from domains.payment import services as payment
from domains.payment.errors import IllegalPaymentState, RefundTooLarge
from domains.payment.gateways.misbehaviour import Misbehaviour
from domains.payment.models import Payment, SandboxCharge
from domains.payment.types import PaymentStatus
from tests.factories.catalog import usd
from tests.factories.payment import a_payment, charged_at_gateway, journal_sum
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_hand(settings):
    settings.PAYMENT_CAPTURE = "manual"


def names(paid) -> list[str]:
    return [event.name for event in list_events(f"payment-{paid.id}", domain="payment")]


def test_a_card_that_pays_is_authorized_and_nothing_moves():
    held = a_payment("tok_ok")
    assert (held.status, held.settled, held.captured) == (PaymentStatus.AUTHORIZED, True, usd("0"))
    assert charged_at_gateway() == journal_sum(held.id) == 0
    assert names(held) == ["payment.authorized.v1"]


@pytest.mark.parametrize("part", ["50.00", "30.00", "0.01"])
def test_all_or_a_part_is_taken_once(part):
    held = a_payment()
    taken = payment.capture_payment(held.id, amount=usd(part))
    assert (taken.status, taken.captured) == (PaymentStatus.CAPTURED, usd(part))
    assert payment.capture_payment(held.id, amount=usd(part)) == taken
    with pytest.raises(IllegalPaymentState, match="captured already"):
        payment.capture_payment(held.id, amount=usd("7.00"))
    assert charged_at_gateway() == usd(part).amount
    assert journal_sum(held.id) == 0
    assert names(held) == ["payment.authorized.v1", "payment.captured.v1"]


@pytest.mark.parametrize("amount", ["50.01", "0.00", "-1.00"])
def test_what_was_not_put_aside_cannot_be_taken(amount):
    held = a_payment()
    with pytest.raises(InvalidInput, match=r"up to 50\.00 USD"):
        payment.capture_payment(held.id, amount=usd(amount))
    assert charged_at_gateway() == 0


def test_of_a_part_no_more_goes_back_than_was_taken():
    held = a_payment()
    payment.capture_payment(held.id, amount=usd("30.00"))
    with pytest.raises(RefundTooLarge):
        payment.refund_payment(held.id, amount=usd("30.01"), reason="Broken", key="a")
    payment.refund_payment(held.id, amount=None, reason="Broken", key="b")
    assert payment.get_payment(held.id).status is PaymentStatus.REFUNDED
    assert charged_at_gateway() == 0


def test_what_was_called_off_goes_free_and_cannot_be_taken():
    held = a_payment()
    payment.cancel_payment(held.order_id)
    assert payment.get_payment(held.id).status is PaymentStatus.VOIDED
    with pytest.raises(IllegalPaymentState, match="voided"):
        payment.capture_payment(held.id)
    assert SandboxCharge.objects.get().status == "cancelled"
    assert names(held) == ["payment.authorized.v1", "payment.voided.v1"]


def test_a_payer_who_passes_three_d_secure_is_authorized_too():
    asked = a_payment("tok_3ds")
    assert payment.confirm_payment(asked.id, data={"outcome": "success"}).status is PaymentStatus.AUTHORIZED
    assert payment.capture_payment(asked.id).captured == usd("50.00")


@pytest.mark.parametrize("wrong", [Misbehaviour.TIMEOUT_BEFORE, Misbehaviour.TIMEOUT_AFTER])
def test_a_capture_that_nobody_answers_is_asked_again_and_made_once(wrong):
    held = a_payment(f"tok_plan.ok.{wrong}")
    unknown = payment.capture_payment(held.id, amount=usd("20.00"))
    assert (unknown.status, unknown.settled) == (PaymentStatus.AUTHORIZED, False)
    with pytest.raises(IllegalPaymentState, match="being captured"):
        payment.capture_payment(held.id, amount=usd("30.00"))
    Payment.objects.update(next_check_at="2020-01-01T00:00:00Z")
    assert payment.resolve_unknown_payments() == 1
    assert payment.get_payment(held.id).captured == usd("20.00")
    assert charged_at_gateway() == 20


def test_a_capture_in_flight_that_is_called_off_goes_back():
    held = a_payment(f"tok_plan.ok.{Misbehaviour.TIMEOUT_AFTER}")
    payment.capture_payment(held.id, amount=usd("20.00"))
    payment.cancel_payment(held.order_id)
    assert payment.get_payment(held.id).status is PaymentStatus.REFUNDED
    assert charged_at_gateway() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_captures_and_a_cancellation_at_once_the_books_agree():
    for held in [a_payment() for _ in range(3)]:
        order_id = held.order_id
        capture = partial(payment.capture_payment, held.id)
        captures = [partial(capture, amount=usd(part)) for part in ("10", "20", "30", "40", "50")]
        answers = at_once([*captures, partial(payment.cancel_payment, order_id)])
        assert len(refusals(answers)) >= 4
        payment.cancel_payment(order_id)
        after = payment.get_payment(held.id)
        assert after.status in (PaymentStatus.VOIDED, PaymentStatus.REFUNDED)
        assert charged_at_gateway([order_id]) == journal_sum(held.id) == 0


# --- Another amount than was asked for ----------------------------------------------------------


@pytest.mark.parametrize("mode", ["automatic", "manual"])
@pytest.mark.parametrize("wrong", [Misbehaviour.WRONG_AMOUNT, Misbehaviour.WRONG_CURRENCY])
def test_a_gateway_that_moves_another_amount_gives_it_back_and_has_not_paid(settings, wrong, mode):
    settings.PAYMENT_CAPTURE = mode
    refused = a_payment(f"tok_plan.{wrong}")
    assert (refused.status, refused.decline_code) == (PaymentStatus.FAILED, "amount_mismatch")
    assert refused.captured == usd("0")
    assert charged_at_gateway() == journal_sum(refused.id) == 0
    assert names(refused) == ["payment.declined.v1"]
    payment.cancel_payment(refused.order_id)
    assert charged_at_gateway() == 0


def test_what_should_not_have_been_taken_goes_back_even_when_nobody_answers(settings):
    settings.PAYMENT_CAPTURE = "automatic"
    unknown = a_payment(f"tok_plan.{Misbehaviour.WRONG_AMOUNT}.{Misbehaviour.TIMEOUT_AFTER}")
    assert unknown.settled is False
    refused = payment.resume_payment(unknown.id)
    assert refused.decline_code == "amount_mismatch"
    assert charged_at_gateway() == 0
