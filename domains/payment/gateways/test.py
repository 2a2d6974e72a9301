"""The `test` gateway in our own process: the far side's books, asked directly.

`PAYMENT_TEST_GATEWAY_URL` puts the same far side behind HTTP, in a process of its own.
"""

from collections.abc import Mapping
from datetime import datetime

from domains.kernel.errors import InvalidInput
from domains.kernel.money import Money
from domains.payment.errors import PaymentMethodInvalid
from domains.payment.gateways import books, misbehaviour, signing
from domains.payment.gateways.port import BookedCharge, Charge, ChargeRequest, Notice, Returned


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
    signature_header = signing.HEADER

    def check_token(self, token: str) -> None:
        if token not in dict(self.tokens) and not misbehaviour.is_plan(token):
            known = ", ".join(dict(self.tokens))
            raise PaymentMethodInvalid(
                f"The test gateway knows these tokens: {known}.", field="payment.method_token"
            )

    def charge(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return misbehaviour.played(request, lambda asked: books.charge(asked, patience_s))

    def confirm(self, request: ChargeRequest, *, data: Mapping[str, str], patience_s: float) -> Charge:
        outcome = checked_outcome(data)
        return misbehaviour.played(request, lambda asked: books.confirm(asked, outcome))

    def capture(self, request: ChargeRequest, *, amount: Money, patience_s: float) -> Charge:
        return misbehaviour.played(request, lambda asked: books.capture(asked, amount))

    def cancel(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        return misbehaviour.played(request, books.cancel)

    def refund(
        self, request: ChargeRequest, *, refund_key: str, amount: Money, patience_s: float
    ) -> Returned:
        return misbehaviour.played(request, lambda asked: books.refund(asked, refund_key, amount))

    def list_charges(
        self, *, since: datetime, until: datetime, patience_s: float
    ) -> tuple[BookedCharge, ...]:
        return books.list_charges(since, until)

    def find_charge(self, key: str, *, patience_s: float) -> BookedCharge | None:
        return books.find_charge(key)

    def read_notice(self, body: bytes, *, signature: str) -> Notice:
        return signing.read(body, signature=signature)


def checked_outcome(data: Mapping[str, str]) -> str:
    """What the payer did at the bank. Raises InvalidInput when `data` does not say."""
    if (outcome := data.get("outcome", "")) not in ("success", "failure"):
        raise InvalidInput('Give "outcome": "success" or "failure".', field="outcome")
    return outcome
