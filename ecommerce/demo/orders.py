"""Some weeks of orders, placed on their days, so that dashboard and account have something to show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from domains.catalog import services as catalog
from domains.kernel import clock
from domains.kernel.ids import OrderId, UserId
from domains.kernel.types import Address, Answer, IdempotencyKey
from domains.order import services as orders
from domains.order.types import CheckoutDetails, OrderStatus, WantedLine
from domains.payment.types import PaymentMethod
from domains.user.types import Profile
from ecommerce.demo.people import HOME

_PATH = (OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.COMPLETED)

_PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class _Past:
    """What somebody bought so many days ago, by product slug, and how far it has come."""

    days_ago: int
    buyer: str
    basket: tuple[str, ...]
    status: OrderStatus = OrderStatus.CONFIRMED


_BUYERS: Mapping[str, Address] = {
    "shopper@example.com": HOME,
    "ruth.calloway@example.com": Address(
        name="Ruth Calloway",
        line1="77 Prospect Avenue",
        city="Burlington",
        region="VT",
        postal_code="05401",
        country="US",
    ),
    "jonas.weber@example.com": Address(
        name="Jonas Weber", line1="Lindenstraße 14", city="Leipzig", postal_code="04109", country="DE"
    ),
    "mai.nguyen@example.com": Address(
        name="Mai Nguyen",
        line1="1502 Pine Street",
        city="Seattle",
        region="WA",
        postal_code="98101",
        country="US",
    ),
}
_RUTH, _JONAS, _MAI = (email for email in _BUYERS if email != "shopper@example.com")
_SHOPPER = "shopper@example.com"
_DONE, _SENT, _ARRIVED = OrderStatus.COMPLETED, OrderStatus.SHIPPED, OrderStatus.DELIVERED
_ORDERS = (
    _Past(27, _RUTH, ("tarn-wool-blanket", "boathouse-candle"), _DONE),
    _Past(25, _MAI, ("ridge-cable-sweater",), _DONE),
    _Past(23, _SHOPPER, ("everyday-tee", "everyday-tee", "hearth-socks"), _DONE),
    _Past(21, _JONAS, ("chef-knife", "bread-board"), _DONE),
    _Past(18, _RUTH, ("round-teapot", "morning-mug", "morning-mug"), _DONE),
    _Past(16, _MAI, ("pebble-lamp",), _DONE),
    _Past(14, _SHOPPER, ("washed-linen-set",), _ARRIVED),
    _Past(12, _JONAS, ("orchard-chore-jacket", "watch-beanie"), _ARRIVED),
    _Past(10, _MAI, ("keeper-skillet", "farm-kettle"), _ARRIVED),
    _Past(8, _RUTH, ("scree-lace-boot", "trail-socks"), _ARRIVED),
    _Past(6, _MAI, ("hollow-sleeping-bag", "keeper-lantern"), _SENT),
    _Past(5, _SHOPPER, ("ferry-backpack", "day-flask"), _SENT),
    _Past(3, _JONAS, ("parish-chair",), _SENT),
    _Past(2, _RUTH, ("field-notebook", "spoon-set"), OrderStatus.PROCESSING),
    _Past(1, _MAI, ("everyday-tee", "bakery-stripe-mug")),
    _Past(0, _SHOPPER, ("tarn-wool-blanket", "morning-mug")),
)


def place_past_orders(people: Mapping[str, Profile]) -> int:
    """How many orders were new; those that are there stay as they are."""
    profiles = {profile.email: profile.id for profile in people.values()}
    today = clock.now()
    return sum(
        _place(
            past, number, today - timedelta(days=past.days_ago, hours=number % 7), profiles.get(past.buyer)
        )
        for number, past in enumerate(_ORDERS)
    )


def _place(past: _Past, number: int, moment: datetime, user_id: UserId | None) -> bool:
    fingerprint = sha256(f"{past.buyer} {past.basket}".encode()).hexdigest()
    key = IdempotencyKey(scope="demo", key=f"order-{number}", fingerprint=fingerprint)
    with clock.running_on(lambda: moment):
        checkout = orders.checkout_lines(
            _lines(past), details=_details(past), user_id=user_id, key=key, budget=_PATIENCE
        )
    if checkout.replayed:
        return False
    _bring_on(checkout.order.id, past.status, moment)
    orders.remember_answer(key, answer=Answer(201, checkout.order.number))
    return True


def _lines(past: _Past) -> tuple[WantedLine, ...]:
    counts = Counter(past.basket)
    products = [(catalog.get_product(slug), quantity) for slug, quantity in counts.items()]
    return tuple(
        WantedLine(product.default_variant_id, quantity)
        for product, quantity in products
        if product.default_variant_id is not None
    )


def _details(past: _Past) -> CheckoutDetails:
    return CheckoutDetails(
        email=past.buyer,
        shipping_address=_BUYERS[past.buyer],
        shipping_method="standard",
        payment=PaymentMethod(gateway="test", token="tok_ok"),  # noqa: S106  the test gateway's
    )


def _bring_on(order_id: OrderId, status: OrderStatus, placed: datetime) -> None:
    """Step by step as staff would, a day and a half each, never into the future."""
    if status not in _PATH:
        return
    for days, step in enumerate(_PATH[: _PATH.index(status) + 1], start=1):
        moment = min(placed + timedelta(hours=36 * days), clock.now())
        with clock.running_on(lambda moment=moment: moment):  # type: ignore[misc]
            if orders.get_order(order_id).payment_status == "authorized":
                orders.capture_order(order_id, by="system")
            orders.change_status(order_id, status=step, reason="", by="system")
