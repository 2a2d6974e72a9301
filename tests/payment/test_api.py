"""Refunds and webhooks over HTTP."""

import json

import pytest
from django.test import Client

from domains.kernel import clock
from domains.kernel.types import Role
from domains.payment import services as payment
from domains.payment.gateways.signing import sign
from domains.payment.models import ReceivedWebhook, SandboxCharge
from domains.payment.types import PaymentStatus
from tests.factories.payment import a_payment, charged_at_gateway
from tests.factories.user import send, signed_in

pytestmark = pytest.mark.django_db


def notice(paid, **changes) -> bytes:
    body = {"id": "evt_1", "type": "charge.updated", "charge_key": f"pay-{paid.order_id}-1", **changes}
    return json.dumps(body).encode()


def deliver(body: bytes, *, signature: str | None = None, gateway: str = "test"):
    header = sign(body, at=int(clock.now().timestamp())) if signature is None else signature
    return Client().post(
        f"/api/v1/payments/webhook/{gateway}",
        body,
        content_type="application/json",
        headers={"X-Gateway-Signature": header},
    )


# --- Refunds ---------------------------------------------------------------------------------


def test_finance_refunds_once_for_one_key():
    paid, finance = a_payment(amount="50.00"), signed_in(Role.FINANCE)
    body = {
        "payment_id": str(paid.id),
        "amount": {"amount": "20.00", "currency": "USD"},
        "reason": "Scratched",
    }
    first = send(finance, "post", "payments/refund", body, **{"Idempotency-Key": "r-1"})
    again = send(finance, "post", "payments/refund", body, **{"Idempotency-Key": "r-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert charged_at_gateway() == 30
    other = send(finance, "post", "payments/refund", {**body, "reason": "x"}, **{"Idempotency-Key": "r-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    too_much = send(
        finance, "post", "payments/refund", {**body, "amount": {"amount": "30.01", "currency": "USD"}}
    )
    assert (too_much.status_code, too_much.json()["code"]) == (409, "refund_too_large")
    assert too_much.json()["refundable"] == {"amount": "30.00", "currency": "USD"}


def test_only_support_and_finance_refund():
    paid = a_payment()
    body = {"payment_id": str(paid.id), "reason": "x"}
    assert send(Client(), "post", "payments/refund", body).status_code == 401
    assert send(signed_in(), "post", "payments/refund", body).status_code == 403
    assert send(signed_in(Role.WAREHOUSE), "post", "payments/refund", body).status_code == 403
    assert charged_at_gateway() == 50


@pytest.mark.parametrize("amount", ["-5.00", "0.00"])
def test_nothing_and_less_cannot_be_refunded(amount):
    body = {"payment_id": str(a_payment().id), "amount": {"amount": amount, "currency": "USD"}, "reason": "x"}
    assert send(signed_in(Role.FINANCE), "post", "payments/refund", body).status_code == 422
    assert charged_at_gateway() == 50


# --- Webhooks --------------------------------------------------------------------------------


def test_a_signed_notice_settles_what_was_unknown_and_is_taken_once(monkeypatch):
    asked = a_payment("tok_3ds")
    SandboxCharge.objects.update(status="captured")
    assert deliver(notice(asked)).status_code == 204
    assert payment.get_payment(asked.id).status is PaymentStatus.CAPTURED
    assert deliver(notice(asked)).status_code == 204
    assert ReceivedWebhook.objects.count() == 1


def test_a_notice_is_never_believed_the_gateway_is_asked():
    asked = a_payment("tok_3ds")
    assert deliver(notice(asked, type="charge.captured", amount=1)).status_code == 204
    assert payment.get_payment(asked.id).status is PaymentStatus.REQUIRES_ACTION


def test_a_forged_an_altered_or_an_old_notice_is_refused():
    asked = a_payment("tok_3ds")
    SandboxCharge.objects.update(status="captured")
    now, body = int(clock.now().timestamp()), notice(asked)
    forged = ["", "t=1,v1=00", f"t={now},v1=00", sign(body + b" ", at=now), sign(body, at=now - 3600)]
    for signature in forged:
        answer = deliver(body, signature=signature)
        assert (answer.status_code, answer.json()["code"]) == (400, "signature_invalid")
    assert payment.get_payment(asked.id).status is PaymentStatus.REQUIRES_ACTION


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff"])
def test_a_signed_body_that_says_nothing_is_refused(body):
    assert deliver(body).status_code == 422


@pytest.mark.parametrize("path", ["payments/webhook", "payments/webhook/stripe", "payments/webhook/nobody"])
def test_a_gateway_that_is_not_switched_on_sends_no_webhooks(path):
    answer = Client().post(f"/api/v1/{path}", b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "gateway_unknown")
