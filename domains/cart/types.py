"""What others know of carts and quotes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domains.kernel.ids import CartId, LineId, ProductId, UserId, VariantId
from domains.kernel.money import Money


class CartStatus(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"
    MERGED = "merged"


class CouponKind(StrEnum):
    PERCENTAGE = "percentage"
    FIXED = "fixed"
    FREE_SHIPPING = "free_shipping"

    @property
    def label(self) -> str:
        """The kind in words."""
        return self.value.replace("_", " ").capitalize()


class WarningKind(StrEnum):
    PRICE_CHANGED = "price_changed"
    LOW_STOCK = "low_stock"
    OUT_OF_STOCK = "out_of_stock"
    NO_LONGER_SOLD = "no_longer_sold"
    NOT_IN_CURRENCY = "not_in_currency"
    COUPON_NOT_APPLIED = "coupon_not_applied"


@dataclass(frozen=True, slots=True)
class CartWarning:
    """Something changed since the shopper last looked; `message` says what, in words.

    `line_id` is None where it is about the whole cart, such as a coupon.
    """

    kind: WarningKind
    line_id: LineId | None
    message: str


@dataclass(frozen=True, slots=True)
class CartLine:
    """One variant in a cart at today's price; `available` is how many could be had.

    What has no price in the cart's currency costs nothing and is not `priced`; it cannot be bought so.
    """

    id: LineId
    variant_id: VariantId
    product_id: ProductId
    product_slug: str
    name: str
    sku: str
    attributes: Mapping[str, str]
    picture_url: str
    picture_alt: str
    quantity: int
    unit_price: Money
    regular_price: Money
    subtotal: Money
    available: int
    grams: int
    requires_shipping: bool
    taxable: bool
    tax_class: str
    priced: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """subtotal - discount + shipping + tax = total. `tax_included` of the prices is for information."""

    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class AppliedCoupon:
    code: str
    description: str
    discount: Money


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A coupon to be made or, by its code, changed.

    A percentage has `percent` (10 is a tenth off), a fixed one `amount`. `limit` counts orders,
    `limit_per_customer` those of one person. None is no limit, no minimum, no end.
    """

    code: str
    description: str
    kind: CouponKind
    percent: Decimal | None = None
    amount: Money | None = None
    minimum: Money | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    limit: int | None = None
    limit_per_customer: int | None = None
    combinable: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart with everything re-read: prices, stock, warnings. Shipping and tax are zero until quoted."""

    id: CartId
    token: str
    user_id: UserId | None
    status: CartStatus
    currency: str
    lines: tuple[CartLine, ...]
    coupons: tuple[AppliedCoupon, ...]
    totals: Totals
    warnings: tuple[CartWarning, ...]
    updated_at: datetime

    @property
    def is_priced(self) -> bool:
        """Whether everything in it has a price in its currency."""
        return all(line.priced for line in self.lines)

    @property
    def quantity(self) -> int:
        """How many pieces lie in it."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way to send the goods and what it costs for this cart and destination."""

    code: str
    name: str
    description: str
    price: Money
    days_min: int
    days_max: int


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with its share of the discount and its tax. total = subtotal - discount + tax."""

    line: CartLine
    discount: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What it costs to send exactly these lines to one place by one method."""

    currency: str
    lines: tuple[QuotedLine, ...]
    shipping_method: ShippingMethod
    coupons: tuple[AppliedCoupon, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A variant and a quantity, for a quote without a cart."""

    variant_id: VariantId
    quantity: int
