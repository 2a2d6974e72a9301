"""Shoppers who do not stop: they buy, ask again with the same key when nobody answers, and call off."""

import threading
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

import httpx

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "1 Main Street",
    "city": "Oakland",
    "region": "CA",
    "postal_code": "94607",
    "country": "US",
}
_CARDS = ("tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_decline", "tok_3ds")
_PATIENCE_S = 90.0


def an_order_of(variant_id: str, card: str = "tok_ok") -> dict[str, Any]:
    """What a guest sends to buy one piece."""
    return {
        "lines": [{"variant_id": variant_id, "quantity": 1}],
        "email": f"{uuid4().hex}@people.test",
        "shipping_address": ADDRESS,
        "shipping_method": "standard",
        "payment": {"gateway": "test", "method_token": card},
    }


@dataclass
class Books:
    """What the shop said yes to, and every answer that it should not have given."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    repeated: int = 0
    bare: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Shopper:
    """One client of the API with a pace of its own."""

    def __init__(self, url: str, books: Books, seed: int, variants: list[str]) -> None:
        self._api = httpx.Client(base_url=f"{url}/api/v1/", trust_env=False, timeout=30)
        self._books, self._random, self._variants = books, Random(seed), variants

    def shop_until(self, over: threading.Event) -> None:
        while not over.is_set():
            bought = self.buy(self._random.choice(_CARDS), over)
            if bought and self._random.random() < 0.25:
                self._call_off(bought)
            over.wait(self._random.random() * 0.2)

    def buy(self, card: str, over: threading.Event) -> dict[str, Any] | None:
        """The order, once the shop acknowledged it; the same key until it answers."""
        wanted = an_order_of(self._random.choice(self._variants), card)
        headers, deadline = {"Idempotency-Key": str(uuid4())}, time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            answer = self._ask("orders", wanted, headers)
            if answer is not None and answer.status_code in (201, 202):
                order: dict[str, Any] = answer.json()
                with self._books.lock:
                    self._books.acknowledged[order["id"]] = card
                return order
            if answer is not None and answer.status_code < 500 and answer.status_code != 409:
                return None
            if answer is not None and answer.status_code == 409 and not _is_in_progress(answer):
                return None
            with self._books.lock:
                self._books.repeated += 1
            if over.wait(0.3):
                return None
        return None

    def _call_off(self, order: dict[str, Any]) -> None:
        path = f"orders/{order['id']}/cancel?token={order['tracking_token']}"
        self._ask(path, {"reason": "Changed my mind"}, {})

    def _ask(self, path: str, body: Any, headers: dict[str, str]) -> httpx.Response | None:
        with self._books.lock:
            self._books.asked += 1
        try:
            answer = self._api.post(path, json=body, headers=headers)
        except httpx.TransportError:
            return None
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code >= 500 and not kind.startswith("application/problem+json"):
            with self._books.lock:
                self._books.bare.append(f"{answer.status_code} {kind} for {path}")
        return answer


def _is_in_progress(answer: httpx.Response) -> bool:
    return bool(answer.json().get("code") == "idempotency_in_progress")
