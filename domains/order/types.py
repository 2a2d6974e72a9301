"""What others know of orders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domains.kernel.ids import CartId, OrderId, UserId, VariantId
from domains.kernel.money import Money, total
from domains.kernel.types import Address, Answer
from domains.payment.types import NextAction, Payment, PaymentMethod


class OrderStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURN_REQUESTED = "return_requested"
    RETURNED = "returned"
    REFUNDED = "refunded"


class SagaState(StrEnum):
    """Where the checkout of an order stands."""

    PLACED = "placed"
    STOCK_RESERVED = "stock_reserved"
    PAID = "paid"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    COMPENSATING = "compensating"
    CANCELLED = "cancelled"
    NEEDS_OPERATOR = "needs_operator"


class AmendmentKind(StrEnum):
    """What can be changed about an order after its sale."""

    PART_CANCELLED = "part_cancelled"
    REFUND = "refund"


class AmendmentState(StrEnum):
    """Where a change of an order stands."""

    BEGUN = "begun"
    GOODS_BACK = "goods_back"
    DONE = "done"
    REFUSED = "refused"
    NEEDS_OPERATOR = "needs_operator"


class BreakKind(StrEnum):
    """How money can fail to agree: with a gateway's books, or with an order."""

    UNKNOWN_CHARGE = "unknown_charge"
    CHARGED_THERE = "charged_there"
    NOT_CHARGED_THERE = "not_charged_there"
    AMOUNT_DIFFERS = "amount_differs"
    REFUNDED_THERE = "refunded_there"
    NOT_REFUNDED_THERE = "not_refunded_there"
    PAID_WITHOUT_CAPTURE = "paid_without_capture"
    CAPTURED_NOT_CONFIRMED = "captured_not_confirmed"
    CANCELLED_BUT_CHARGED = "cancelled_but_charged"
    REFUND_NOT_ON_ORDER = "refund_not_on_order"


class Remedy(StrEnum):
    """What somebody can do about a break."""

    CAPTURE = "capture"
    REFUND = "refund"
    ATTACH = "attach"
    IGNORE = "ignore"


class BreakStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one look at the books came to."""

    found: int
    new: int
    settled: int
    unreachable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedLine:
    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class LinePart:
    """So many pieces of one line of an order."""

    line_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of an order after its sale. `amount` is what goes back; None is all that is left."""

    id: UUID
    kind: AmendmentKind
    state: AmendmentState
    amount: Money | None
    reason: str
    by: str
    failure_detail: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutDetails:
    """What a shopper fills in at checkout."""

    email: str
    shipping_address: Address
    shipping_method: str
    payment: PaymentMethod
    billing_address: Address | None = None
    expected_total: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line as it was sold: names, prices and pictures are snapshots; `cancelled` pieces were called off."""

    id: UUID
    variant_id: VariantId
    name: str
    sku: str
    quantity: int
    unit_price: Money
    discount: Money
    tax: Money
    total: Money
    product_snapshot: Mapping[str, object]
    cancelled: int = 0

    @property
    def left(self) -> int:
        """How many pieces are still ordered."""
        return self.quantity - self.cancelled


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One step of an order's history."""

    from_status: str
    to_status: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order as a row of a list."""

    id: OrderId
    number: str
    user_id: UserId | None
    email: str
    status: OrderStatus
    payment_status: str
    fulfilment_status: str
    total: Money
    refunded: Money
    item_count: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SummaryDifference:
    """Where a row of the list is not what the order's events say; `field` is empty for a whole row."""

    order_id: OrderId
    field: str
    row: str
    events: str


@dataclass(frozen=True, slots=True)
class SummaryBatch:
    """So many rows of the list compared with the orders' events, up to `last`; None at the end."""

    compared: int
    differences: tuple[SummaryDifference, ...]
    last: OrderId | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order with all that belongs to it. subtotal - discount + shipping + tax = total."""

    id: OrderId
    number: str
    user_id: UserId | None
    cart_id: CartId | None
    email: str
    status: OrderStatus
    payment_status: str
    fulfilment_status: str
    saga: SagaState
    currency: str
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    lines: tuple[OrderLine, ...]
    shipping_address: Address
    billing_address: Address
    shipping_method: str
    shipping_method_name: str
    payments: tuple[Payment, ...]
    history: tuple[StatusChange, ...]
    note: str
    created_at: datetime
    failure_code: str = ""
    failure_detail: str = ""
    failure_facts: Mapping[str, object] = field(default_factory=dict)
    coupons: tuple[str, ...] = ()

    @property
    def refunded(self) -> Money:
        """What of its payments went back."""
        return total((payment.refunded for payment in self.payments), self.currency)

    @property
    def item_count_left(self) -> int:
        """How many pieces are still ordered, all lines together."""
        return sum(line.left for line in self.lines)


@dataclass(frozen=True, slots=True)
class Checkout:
    """How a checkout stands when its time budget is over.

    `answer` is set when the same request was answered before: give it again.
    """

    order: Order
    next_action: NextAction | None = None
    replayed: bool = False
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class DayRevenue:
    """Orders and money of one UTC day."""

    day: str
    orders: int
    revenue: Money


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What staff narrow the list to."""

    status: str = ""
    email: str = ""
    number: str = ""
    user_id: UserId | None = None
