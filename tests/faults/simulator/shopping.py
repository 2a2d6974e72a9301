"""What shoppers, staff and gateways do, step by step, so that others may act in between."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.db import Error as DatabaseError
from django.db import connections

from domains.cart import services as cart
from domains.cart.errors import CartNotFound
from domains.kernel import clock
from domains.kernel.errors import DomainError
from domains.kernel.ids import CartId, OrderId, VariantId, new_id
from domains.kernel.types import Answer, IdempotencyKey
from domains.order import services as order
from domains.order.errors import OrderNotFound
from domains.order.types import Checkout, LinePart, OrderStatus
from domains.payment import services as payment
from domains.payment.gateways.signing import sign
from tests.factories.catalog import usd
from tests.factories.order import details
from tests.factories.payment import a_method
from tests.faults.simulator.points import Dice
from tests.faults.simulator.virtual import Time
from tests.flows.crashing import Crash

Steps = Iterator[None]
CARDS = ("tok_ok", "tok_ok", "tok_ok", "tok_slow", "tok_decline", "tok_3ds", "tok_error")
_MOST_TRIES = 4


@dataclass
class Shop:
    """The simulated shop from outside: what was acknowledged, and what must never be answered."""

    dice: Dice
    time: Time
    random: Random
    acknowledged: list[OrderId] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)

    def ask(self, flow: str, call: Callable[[], Any]) -> Any:
        """The answer of one request; None when it got none, or a refusal."""
        self.dice.flow = flow
        try:
            return call()
        except (Crash, DomainError, DatabaseError):
            # The process died, or refused, or said what a shopper reads as "try again in a moment".
            self._hang_up()
        except Exception as bug:
            self.bugs.append(f"{flow}: {type(bug).__name__}: {bug}")
            self._hang_up()
        return None

    def _hang_up(self) -> None:
        """What the process had on its connections is gone."""
        armed, self.dice.armed = self.dice.armed, False
        for connection in connections.all():
            connection.run_on_commit = []
            connection.close()
        self.dice.armed = armed

    def again(self, flow: str, call: Callable[[], Any]) -> Iterator[Any]:
        """The answers of a client that tries again, the same way, until it gets one."""
        for _ in range(_MOST_TRIES):
            if (answer := self.ask(flow, call)) is not None:
                yield answer
                return
            yield None
            self.time.sleep(self.random.choice((0.5, 5, 65)))


def buy(shop: Shop, name: str, goods: list[VariantId], coupon: str) -> Steps:
    """A guest fills a cart and buys it; then perhaps acts at the bank, cancels, or wants money back."""
    random, armed = shop.random, shop.dice.armed
    shop.dice.armed = False
    basket = cart.create_cart()
    for variant_id in random.sample(goods, random.randint(1, 2)):
        _put_in(basket.id, variant_id, random.randint(1, 2))
    if coupon and random.random() < 0.3:
        shop.ask("coupon", lambda: cart.apply_coupon(basket.id, code=coupon))
    shop.dice.armed = armed
    card, key = random.choice(CARDS), IdempotencyKey("checkout", name, "the same body")
    answers: list[Checkout | None] = []
    for answer in shop.again(_flow_of(card), lambda: _check_out(basket, card, f"{name}@people.test", key)):
        answers.append(answer)
        yield
    bought = answers[-1]
    if bought is None:
        return
    shop.acknowledged.append(bought.order.id)
    if random.random() < 0.2:
        shop.ask("duplicate request", lambda: _check_out(basket, card, f"{name}@people.test", key))
        yield
    yield from _afterwards(shop, name, bought.order.id)


def _put_in(cart_id: CartId, variant_id: VariantId, quantity: int) -> None:
    try:
        cart.add_item(cart_id, variant_id=variant_id, quantity=quantity)
    except DomainError:
        # Sold out by now: this one buys what is left of the rest.
        return


def _flow_of(card: str) -> str:
    return {"tok_decline": "declined checkout", "tok_3ds": "3-D Secure checkout"}.get(card, "checkout")


def _check_out(basket: Any, card: str, email: str, key: IdempotencyKey) -> Checkout:
    """As the API does it, its remembered answer included."""
    mine = cart.find_cart(token=basket.token)
    if mine is None:
        before = order.find_checkout(key)
        if before is None:
            raise CartNotFound
        return before
    done = order.checkout_cart(mine.id, details=details(card, email=email), key=key)
    if done.answer is None:
        order.remember_answer(key, answer=Answer(201, json.dumps({"id": str(done.order.id)})))
    return done


def _afterwards(shop: Shop, name: str, order_id: OrderId) -> Steps:
    random = shop.random
    found = shop.ask("looking", lambda: order.get_order(order_id))
    if found is None:
        return
    if found.payments and found.payments[-1].next_action and random.random() < 0.7:
        yield from _at_the_bank(shop, name, order_id, found.payments[-1].id)
    if random.random() < 0.5:
        yield from _capture(shop, order_id)
    choice = random.random()
    if choice < 0.3:
        reason = {"reason": "Changed my mind", "by": "guest"}
        for _ in shop.again("cancel", lambda: order.cancel_order(order_id, **reason)):
            yield
    elif choice < 0.4:
        yield from _call_a_part_off(shop, name, order_id)
    elif choice < 0.55:
        yield from _want_money_back(shop, name, order_id)
    elif choice < 0.7:
        yield from _webhooks(shop, order_id)
    elif choice < 0.8:
        shop.time.sleep(timedelta(minutes=40).total_seconds())
        yield


def _capture(shop: Shop, order_id: OrderId) -> Steps:
    """Staff take what was put aside, if it was: all of it, or a part."""
    found = shop.ask("looking", lambda: order.get_order(order_id))
    if found is None or found.payment_status != "authorized":
        return
    part = shop.random.choice((None, usd("0.25"), usd("5.00")))
    for _ in shop.again("capture", lambda: order.capture_order(order_id, amount=part, by="user:staff")):
        yield


def _at_the_bank(shop: Shop, name: str, order_id: OrderId, payment_id: Any) -> Steps:
    outcome = shop.random.choice(("success", "success", "failure"))
    if shop.random.random() < 0.2:
        method = a_method(shop.random.choice(("tok_ok", "tok_decline")))
        key = IdempotencyKey("pay", name, "another card")
        for _ in shop.again("pay otherwise", lambda: order.retry_payment(order_id, method=method, key=key)):
            yield
        return
    for _ in shop.again("3-D Secure", lambda: payment.confirm_payment(payment_id, data={"outcome": outcome})):
        yield


def _call_a_part_off(shop: Shop, name: str, order_id: OrderId) -> Steps:
    """One piece of a line; asked again under the same key until it is answered."""
    found = shop.ask("looking", lambda: order.get_order(order_id))
    if found is None:
        return
    wish = {"reason": "One is enough", "by": "guest", "key": f"{name}-part"}
    parts = (LinePart(found.lines[0].id, 1),)
    for _ in shop.again("partial cancel", lambda: order.cancel_lines(order_id, parts=parts, **wish)):
        yield


def _want_money_back(shop: Shop, name: str, order_id: OrderId) -> Steps:
    for number in range(shop.random.randint(1, 3)):
        amount = shop.random.choice((usd("5.00"), usd("7.50"), None))
        wish = {"amount": amount, "reason": "Broken", "by": "user:staff", "key": f"{name}-{number}"}
        for _ in shop.again("refund", lambda wish=wish: order.refund_order(order_id, **wish)):
            yield


def _webhooks(shop: Shop, order_id: OrderId) -> Steps:
    """The gateway tells, twice, and somebody else tells a lie."""
    notice = {"id": str(new_id()), "type": "charge.captured", "charge_key": f"pay-{order_id}-1"}
    body = json.dumps(notice).encode()
    signature = sign(body, at=int(clock.now().timestamp()))
    for signed in (signature, signature, "t=1,v1=forged"):
        shop.ask("webhook", lambda signed=signed: payment.handle_webhook("test", body=body, signature=signed))
        yield


def what_became_of(order_id: OrderId) -> str:
    """What is wrong with an acknowledged order; nothing when it is there and came to an end."""
    try:
        found = order.get_order(order_id)
    except OrderNotFound:
        return f"the acknowledged order {order_id} is lost"
    return f"the acknowledged order {order_id} has no end" if found.status is OrderStatus.PENDING else ""
