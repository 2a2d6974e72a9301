"""What others know of payments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import Money


class PaymentStatus(StrEnum):
    CREATED = "created"
    REQUIRES_ACTION = "requires_action"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    FAILED = "failed"
    VOIDED = "voided"
    DISPUTED = "disputed"


class DiscrepancyKind(StrEnum):
    """How a gateway's books can differ from ours."""

    UNKNOWN_CHARGE = "unknown_charge"
    CHARGED_THERE = "charged_there"
    NOT_CHARGED_THERE = "not_charged_there"
    AMOUNT_DIFFERS = "amount_differs"
    REFUNDED_THERE = "refunded_there"
    NOT_REFUNDED_THERE = "not_refunded_there"


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the payer must do before the payment can go on."""

    type: str
    url: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refund:
    id: UUID
    amount: Money
    reason: str
    status: RefundStatus
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to be paid for one order. `captured` and `refunded` are what moved so far.

    Authorized means that the money is put aside for us and nothing has moved yet.

    `settled` is False while the outcome is unknown and must be asked again.
    """

    id: PaymentId
    order_id: OrderId
    attempt: int
    amount: Money
    captured: Money
    refunded: Money
    status: PaymentStatus
    settled: bool
    gateway: str
    gateway_transaction_id: str
    decline_code: str
    decline_message: str
    next_action: NextAction | None
    refunds: tuple[Refund, ...]
    created_at: datetime
    user_id: UserId | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What moved for an order, all its payments together, in the order's currency.

    `returned` is what went back of the last payment alone: an attempt that another took the place
    of was never a payment of the goods.
    """

    captured: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    refunding: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)

    @property
    def held(self) -> Decimal:
        """What the shop has of it now."""
        return self.captured - self.refunded


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Where our books and a gateway's do not agree about the charge with this key.

    `ours` and `theirs` are what was charged or refunded; `at` is when the charge began.
    """

    kind: DiscrepancyKind
    gateway: str
    key: str
    payment_id: PaymentId | None
    order_id: OrderId | None
    ours: Money
    theirs: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """How somebody wants to pay: a gateway and its token; never a card number."""

    gateway: str
    token: str = ""
    saved_method_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GatewayOffer:
    """A gateway that is switched on, as the checkout shows it."""

    code: str
    name: str
    description: str
    tokens: tuple[tuple[str, str], ...] = ()
