"""Orders for tests, bought as a shopper buys."""

from dataclasses import asdict
from typing import Any

from domains.cart.types import Cart
from domains.kernel.ids import CartId, VariantId, new_id
from domains.kernel.types import IdempotencyKey
from domains.order import services as order
from domains.order.types import Checkout, CheckoutDetails, Order, WantedLine
from tests.factories.cart import a_cart, an_address, goods
from tests.factories.payment import a_method


def details(card: str = "tok_ok", **changes: Any) -> CheckoutDetails:
    """A filled-in checkout form."""
    given = {
        "email": "ada@example.com",
        "shipping_address": an_address(),
        "shipping_method": "standard",
        "payment": a_method(card),
        **changes,
    }
    return CheckoutDetails(**given)


def a_form(card: str = "tok_ok") -> dict[str, Any]:
    """The same form as a client of the API fills it in."""
    address = {name: value for name, value in asdict(an_address()).items() if value}
    return {
        "email": "ada@example.com",
        "shipping_address": address,
        "shipping_method": "standard",
        "payment": {"gateway": "test", "method_token": card},
    }


def buy(
    cart: Cart, card: str = "tok_ok", *, user_id: Any = None, key: Any = None, **changes: Any
) -> Checkout:
    """Order what is in the cart."""
    return order.checkout_cart(CartId(cart.id), details=details(card, **changes), user_id=user_id, key=key)


def buy_lines(*lines: tuple[VariantId, int], card: str = "tok_ok", **changes: Any) -> Checkout:
    """Order these lines without a cart."""
    wanted = tuple(WantedLine(variant_id, quantity) for variant_id, quantity in lines)
    return order.checkout_lines(wanted, details=details(card, **changes))


def an_order(*, price: str = "20.00", quantity: int = 1, card: str = "tok_ok", **changes: Any) -> Order:
    """A fresh order of one kind of goods."""
    return buy(a_cart((goods(price), quantity)), card, **changes).order


def a_key(text: str = "", *, fingerprint: str = "body") -> IdempotencyKey:
    """A client's idempotency key."""
    return IdempotencyKey(scope="checkout:test", key=text or str(new_id()), fingerprint=fingerprint)
