"""What is asked: nothing, the bare purchase, an order in one request, and a purchase step by step."""

import json
from collections.abc import Callable, Sequence
from random import Random
from uuid import UUID

from tests.benchmarks.clients import Action, Client, WrongAnswer
from tests.faults.kill.load import ADDRESS

# One for each client: its own connection and its own dice.
Asking = Callable[[Client, Random], Action]


def hello(client: Client, dice: Random) -> Action:
    return lambda: _ignore(client.expect(200, "GET", "/hello"))


def bare_purchase(variants: int, path: str = "/purchase") -> Asking:
    """Two of so many variants, in one transaction."""

    def ask_with(client: Client, dice: Random) -> Action:
        def ask() -> None:
            wanted = {
                "email": _email(dice),
                "address": ADDRESS,
                "variants": dice.sample(range(1, variants + 1), 2),
                "token": "tok_ok",
            }
            client.expect(201, "POST", path, wanted)

        return ask

    return ask_with


def place_order(variants: Sequence[str]) -> Asking:
    """An order of two lines that is confirmed when the request is answered."""

    def ask_with(client: Client, dice: Random) -> Action:
        def ask() -> None:
            chosen = dice.sample(variants, 2)
            wanted = {
                "lines": [{"variant_id": variant_id, "quantity": 1} for variant_id in chosen],
                **_form(dice),
            }
            answer = client.expect(201, "POST", "/api/v1/orders", wanted, Idempotency_Key=_key(dice))
            _is_confirmed(answer)

        return ask

    return ask_with


def whole_purchase(variants: Sequence[str]) -> Asking:
    """A cart with two lines, the ways to send it, and its checkout with payment: four requests."""

    def ask_with(client: Client, dice: Random) -> Action:
        def ask() -> None:
            first, second = dice.sample(variants, 2)
            item = {"variant_id": first, "quantity": 1}
            begun = client.expect(201, "POST", "/api/v1/cart/items", item)
            token = json.loads(begun)["token"]
            item = {"variant_id": second, "quantity": 1}
            client.expect(201, "POST", "/api/v1/cart/items", item, X_Cart_Token=token)
            ways = client.expect(
                200,
                "GET",
                "/api/v1/cart/shipping-methods?country=US&postal_code=94607",
                X_Cart_Token=token,
            )
            method = json.loads(ways)["results"][0]["code"]
            form = {**_form(dice), "shipping_method": method}
            answer = client.expect(
                201, "POST", "/api/v1/cart/checkout", form, X_Cart_Token=token, Idempotency_Key=_key(dice)
            )
            _is_confirmed(answer)

        return ask

    return ask_with


def _form(dice: Random) -> dict[str, object]:
    return {
        "email": _email(dice),
        "shipping_address": ADDRESS,
        "shipping_method": "standard",
        "payment": {"gateway": "test", "method_token": "tok_ok"},
    }


def _is_confirmed(answer: bytes) -> None:
    status = json.loads(answer)["status"]
    if status != "confirmed":
        raise WrongAnswer(f"the order is {status}")


def _email(dice: Random) -> str:
    return f"{dice.getrandbits(64):016x}@people.test"


def _key(dice: Random) -> str:
    return str(UUID(int=dice.getrandbits(128)))


def _ignore(answer: bytes) -> None:
    """Nothing is read from it."""
