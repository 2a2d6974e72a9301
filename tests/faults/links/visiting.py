"""What shoppers and staff ask of a shop whose links are ill: once while they are, and until it is done."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.kill.load import an_order_of

# A web server gives a request up after this long; nothing of ours may come near.
LONGEST_S = 30.0
_SOON_S = 90.0
_GIVEN_UP = (httpx.ReadTimeout, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass
class Visit:
    """One flow under one ill link: what was answered, how long it took, and what was wrong."""

    flow: str
    statuses: list[int] = field(default_factory=list)
    longest_s: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Visitor:
    """Asks the API as shoppers and staff do."""

    def __init__(self, url: str, staff: httpx.Client, variants: list[str]) -> None:
        self._site = httpx.Client(base_url=url, trust_env=False, timeout=LONGEST_S)
        self._staff, self._variants = staff, variants
        self.acknowledged: list[str] = []

    def flows(self) -> dict[str, Callable[[Visit], Callable[[], bool]]]:
        """Each flow: what it does now, returning what proves later that nothing of it is lost."""
        return {
            "checkout": self._check_out,
            "cancel": self._cancel,
            "refund": self._refund,
            "browse": self._browse,
        }

    def prepare(self) -> None:
        """Two orders that can be called off and paid back."""
        self._to_cancel, self._to_refund = self._bought(), self._bought()

    def _bought(self) -> dict[str, Any]:
        headers, body = {"Idempotency-Key": str(uuid4())}, an_order_of(self._variants[0])
        order: dict[str, Any] = {}

        def ask() -> bool:
            answer = self._site.post("/api/v1/orders", json=body, headers=headers)
            order.update(answer.json() if answer.status_code in (201, 202) else {})
            return order.get("status") == "confirmed"

        if not until(ask):
            raise RuntimeError(f"a healthy shop did not sell: {order}")
        return order

    def _check_out(self, visit: Visit) -> Callable[[], bool]:
        headers, body = {"Idempotency-Key": str(uuid4())}, an_order_of(self._variants[0])

        def ask() -> httpx.Response:
            return self._site.post("/api/v1/orders", json=body, headers=headers)

        first = self._seen(visit, ask)
        if first is not None and first.status_code in (201, 202):
            self.acknowledged.append(first.json()["id"])

        def done() -> bool:
            answer = ask()
            if answer.status_code not in (201, 202):
                return False
            order_id = answer.json()["id"]
            self.acknowledged.append(order_id)
            found = self._staff.get(f"orders/{order_id}")
            return found.status_code == 200 and found.json()["status"] in ("confirmed", "cancelled")

        return done

    def _cancel(self, visit: Visit) -> Callable[[], bool]:
        order = self._to_cancel
        path = f"/api/v1/orders/{order['id']}/cancel?token={order['tracking_token']}"

        def ask() -> httpx.Response:
            return self._site.post(path, json={"reason": "Changed my mind"})

        self._seen(visit, ask)
        return lambda: ask().status_code == 200

    def _refund(self, visit: Visit) -> Callable[[], bool]:
        wanted = {"payment_id": self._to_refund["payments"][0]["id"], "reason": "Broken"}
        wanted["amount"] = {"amount": "1.00", "currency": self._to_refund["currency"]}
        headers = {"Idempotency-Key": str(uuid4())}

        def ask() -> httpx.Response:
            return self._staff.post("payments/refund", json=wanted, headers=headers)

        self._seen(visit, ask)
        return lambda: ask().status_code == 201

    def _browse(self, visit: Visit) -> Callable[[], bool]:
        pages = ("/api/v1/products?page_size=12", f"/api/v1/cart?{uuid4()}", "/", "/search?q=bag")
        for page in pages:
            self._seen(visit, lambda page=page: self._site.get(page))
        return lambda: all(self._site.get(page).status_code == 200 for page in pages)

    def _seen(self, visit: Visit, ask: Callable[[], httpx.Response]) -> httpx.Response | None:
        """The answer, judged: never late, never broken off, never a bare failure."""
        began = time.monotonic()
        try:
            answer = ask()
        except httpx.TransportError as failure:
            late = isinstance(failure, _GIVEN_UP)
            visit.wrong.append("no answer in time" if late else f"the web server hung up: {failure!r}")
            return None
        finally:
            visit.longest_s = max(visit.longest_s, time.monotonic() - began)
        visit.statuses.append(answer.status_code)
        kind = answer.headers.get("Content-Type", "")
        is_api = "/api/" in str(answer.request.url)
        if answer.status_code == 500 or (
            answer.status_code > 500 and is_api and not kind.startswith("application/problem+json")
        ):
            visit.wrong.append(f"{answer.status_code} {kind} for {answer.request.url.path}")
        return answer


def until(done: Callable[[], bool]) -> bool:
    """Whether it was done before long, asked again and again."""
    deadline = time.monotonic() + _SOON_S
    while time.monotonic() < deadline:
        try:
            if done():
                return True
        except (httpx.TransportError, ValueError):
            pass
        time.sleep(0.3)
    return False
