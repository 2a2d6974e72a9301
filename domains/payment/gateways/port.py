"""What every gateway can do for us. An adapter translates; it decides nothing.

Each call names our key. The same key is the same charge or refund, however often it is asked,
so every call may be repeated. A call ends within `patience_s` seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money
from domains.payment.types import NextAction


class GatewayTimeout(Exception):
    """No answer in time: whether money moved is unknown. Ask again with the same key."""


class GatewayFailure(Exception):
    """The gateway answered with a failure of its own. Ask again with the same key."""


class ChargeStatus(StrEnum):
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    REQUIRES_ACTION = "requires_action"
    DECLINED = "declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """What to charge, under which key; `capture_later` only puts the money aside."""

    key: str
    payment_id: PaymentId
    order_id: OrderId
    amount: Money
    token: str
    email: str
    return_url: str
    capture_later: bool = False


@dataclass(frozen=True, slots=True)
class Charge:
    """How a charge stands at the gateway. `amount` is what it took, or would take."""

    status: ChargeStatus
    transaction_id: str
    amount: Money
    decline_code: str = ""
    decline_message: str = ""
    next_action: NextAction | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """How a refund stands at the gateway; not `accepted` when it will never happen."""

    refund_id: str
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class BookedCharge:
    """A charge in the gateway's books, under whichever key it was asked for."""

    key: str
    transaction_id: str
    status: ChargeStatus
    amount: Money
    refunded: Money
    created_at: datetime

    @property
    def captured(self) -> Money:
        """What it took."""
        return self.amount if self.status is ChargeStatus.CAPTURED else Money.zero(self.amount.currency)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a webhook says: something changed about the charge with this key. It is asked, not believed."""

    id: str
    kind: str
    charge_key: str


class Gateway(Protocol):
    """A place that moves money for us. Every method may raise GatewayTimeout or GatewayFailure."""

    code: str
    name: str
    description: str
    tokens: tuple[tuple[str, str], ...]
    signature_header: str

    def check_token(self, token: str) -> None:
        """Raise PaymentMethodInvalid for a token that this gateway cannot have given out."""

    def charge(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        """Take the money, or put it aside, or say what is missing; again: how that charge stands."""

    def confirm(self, request: ChargeRequest, *, data: Mapping[str, str], patience_s: float) -> Charge:
        """Go on after the payer acted. Raise InvalidInput when `data` does not say how."""

    def capture(self, request: ChargeRequest, *, amount: Money, patience_s: float) -> Charge:
        """Take all or a part of what was put aside, once; the rest is the payer's again."""

    def cancel(self, request: ChargeRequest, *, patience_s: float) -> Charge:
        """See to it that this key never charges; CAPTURED when it has done so already."""

    def refund(
        self, request: ChargeRequest, *, refund_key: str, amount: Money, patience_s: float
    ) -> Returned:
        """Give back a part or all of a captured charge."""

    def list_charges(
        self, *, since: datetime, until: datetime, patience_s: float
    ) -> tuple[BookedCharge, ...]:
        """Every charge that was begun then, whoever asked for it."""

    def find_charge(self, key: str, *, patience_s: float) -> BookedCharge | None:
        """The charge of this key, if the books know one."""

    def read_notice(self, body: bytes, *, signature: str) -> Notice:
        """What the webhook says. Raise SignatureInvalid unless the gateway signed it lately."""
