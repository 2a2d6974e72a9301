"""Being paid: one charge an attempt, whatever happens in between."""

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connections, transaction

from domains.kernel.errors import InvalidInput
from domains.kernel.ids import OrderId, new_id
from domains.kernel.router import database_of
from domains.kernel.services import list_events
from domains.payment import services as payment
from domains.payment.errors import (
    GatewayUnavailable,
    GatewayUnknown,
    IllegalPaymentState,
    PaymentMethodInvalid,
    PaymentNotFound,
)
from domains.payment.gateways import books
from domains.payment.gateways.port import GatewayTimeout
from domains.payment.gateways.test import SandboxGateway
from domains.payment.models import JournalEntry, Payment, SandboxCharge
from domains.payment.types import PaymentMethod, PaymentStatus
from tests.factories.catalog import usd
from tests.factories.payment import a_payment, charged_at_gateway, journal_sum

pytestmark = pytest.mark.django_db
SOON = timedelta(milliseconds=50)


def names(paid) -> list[str]:
    return [event.name for event in list_events(f"payment-{paid.id}", domain="payment")]


def test_a_card_that_pays_is_captured_at_once():
    paid = a_payment("tok_ok", amount="50.00")
    assert paid.status is PaymentStatus.CAPTURED
    assert paid.captured == usd("50.00")
    assert charged_at_gateway([paid.order_id]) == 50
    assert names(paid) == ["payment.captured.v1"]
    assert payment.get_payment(paid.id) == paid


def test_both_sides_of_a_capture_stand_in_the_journal():
    paid = a_payment(amount="50.00")
    entries = dict(JournalEntry.objects.filter(payment_id=paid.id).values_list("account", "amount"))
    assert entries == {"gateway:test": 50, "sales": -50}
    assert journal_sum(paid.id) == 0


def test_nobody_changes_the_journal():
    a_payment()
    with pytest.raises(RuntimeError, match="append-only"):
        JournalEntry.objects.update(amount=1)
    alias = database_of("payment")
    with (
        pytest.raises((IntegrityError, InternalError), match="append-only"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute("UPDATE payment_journal_entry SET amount = 1")


def test_a_declined_card_is_an_outcome_with_its_reason():
    declined = a_payment("tok_decline")
    assert declined.status is PaymentStatus.FAILED
    assert (declined.decline_code, declined.decline_message) == ("card_declined", "The card was declined.")
    assert charged_at_gateway() == 0
    assert names(declined) == ["payment.declined.v1"]


def test_the_same_attempt_is_the_same_payment_and_one_charge():
    order_id = OrderId(new_id())
    first, again = a_payment(order_id=order_id), a_payment(order_id=order_id)
    assert again == first
    assert SandboxCharge.objects.count() == 1


def test_the_intent_is_committed_before_the_gateway_is_asked(monkeypatch):
    seen = []
    real = SandboxGateway.charge

    def look(self, request, **options):
        seen.append(Payment.objects.get(gateway_key=request.key).status)
        assert not [b for b in connections[database_of("payment")].atomic_blocks if not b._from_testcase]
        return real(self, request, **options)

    monkeypatch.setattr(SandboxGateway, "charge", look)
    a_payment()
    assert seen == ["created"]


def test_an_answer_that_does_not_come_is_unknown_and_asked_again_with_the_same_key(monkeypatch):
    real = SandboxGateway.charge
    keys = []

    def late(self, request, **options):
        charge = real(self, request, **options)
        keys.append(request.key)
        if len(keys) == 1:
            raise GatewayTimeout
        return charge

    monkeypatch.setattr(SandboxGateway, "charge", late)
    unknown = a_payment()
    assert (unknown.status, unknown.settled) == (PaymentStatus.CREATED, False)
    assert charged_at_gateway() == 50  # the money moved, and nobody here knows
    known = payment.resume_payment(unknown.id)
    assert known.status is PaymentStatus.CAPTURED
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert charged_at_gateway() == 50


def test_the_sweeper_settles_what_is_unknown(monkeypatch):
    unknown = a_payment("tok_slow", patience=SOON)
    assert unknown.settled is False
    assert payment.resolve_unknown_payments() == 0  # not due yet: whoever asked goes on asking
    Payment.objects.update(next_check_at="2020-01-01T00:00:00Z")
    SandboxCharge.objects.update(ready_at="2020-01-01T00:00:00Z")
    assert payment.resolve_unknown_payments() == 1
    assert payment.get_payment(unknown.id).status is PaymentStatus.CAPTURED


def test_a_slow_gateway_is_left_when_patience_is_over():
    began = time.monotonic()
    assert a_payment("tok_slow", patience=SOON).settled is False
    assert time.monotonic() - began < 2


def test_a_gateway_that_fails_is_away_for_now():
    with pytest.raises(GatewayUnavailable):
        a_payment("tok_error")
    assert Payment.objects.get().settled is False


def test_three_d_secure_asks_the_payer_first():
    asked = a_payment("tok_3ds")
    assert asked.status is PaymentStatus.REQUIRES_ACTION
    assert asked.next_action.url == f"/checkout/3ds/{asked.id}"
    with pytest.raises(InvalidInput):
        payment.confirm_payment(asked.id, data={"outcome": "perhaps"})
    paid = payment.confirm_payment(asked.id, data={"outcome": "success"})
    assert paid.status is PaymentStatus.CAPTURED
    assert payment.confirm_payment(asked.id, data={"outcome": "failure"}) == paid
    assert names(paid) == ["payment.action_required.v1", "payment.captured.v1"]


def test_what_is_not_waiting_for_its_payer_cannot_be_confirmed():
    voided = a_payment("tok_3ds")
    payment.cancel_payment(voided.order_id)
    with pytest.raises(IllegalPaymentState):
        payment.confirm_payment(voided.id, data={"outcome": "success"})
    with pytest.raises(PaymentNotFound):
        payment.confirm_payment(new_id(), data={})


@pytest.mark.parametrize("card", ["tok_3ds", "tok_slow", "tok_error"])
def test_what_was_called_off_is_never_charged(card):
    order_id = OrderId(new_id())
    with suppress(GatewayUnavailable):
        a_payment(card, order_id=order_id, patience=SOON)
    payment.cancel_payment(order_id)
    payment.cancel_payment(order_id)
    again = a_payment(card, order_id=order_id)
    assert again.status is PaymentStatus.VOIDED
    assert charged_at_gateway() == 0


def test_a_payment_confirmed_in_the_middle_of_being_called_off_goes_back(monkeypatch):
    asked, read = a_payment("tok_3ds"), books._first

    def confirmed_once_it_is_read(*given):
        charge = read(*given)
        SandboxCharge.objects.filter(key=charge.key).update(status="captured")
        return charge

    monkeypatch.setattr(books, "_first", confirmed_once_it_is_read)
    payment.cancel_payment(asked.order_id)
    assert charged_at_gateway() == 0
    assert payment.get_payment(asked.id).status is PaymentStatus.REFUNDED


def test_a_token_of_another_world_or_a_gateway_that_is_off_is_refused_before_anything_is_written(settings):
    with pytest.raises(PaymentMethodInvalid):
        a_payment("pm_visa")
    with pytest.raises(GatewayUnknown):
        payment.refuse_method(PaymentMethod("stripe", "tok_ok"))
    settings.PAYMENT_TEST_GATEWAY = False
    with pytest.raises(GatewayUnknown):
        a_payment()
    assert payment.list_gateways() == ()
    assert Payment.objects.count() == 0


def test_only_the_gateways_that_are_switched_on_are_offered(settings):
    assert [offer.code for offer in payment.list_gateways()] == ["test"]
    settings.PAYMENT_TEST_GATEWAY, settings.DEBUG = False, True
    assert [offer.code for offer in payment.list_gateways()] == ["test"]
