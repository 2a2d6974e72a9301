"""What must always be true of a shop, and whether it is: every invariant with whoever can see it."""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from domains.cart import services as cart
from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.kernel import services as kernel
from domains.kernel.types import Violation
from domains.notification import services as notification
from domains.order import services as orders
from domains.payment import services as payment

_Source = Callable[..., tuple[Violation, ...]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence, and the services that find what breaks it; or the tests that prove it instead."""

    id: str
    says: str
    sources: tuple[_Source, ...] = ()
    proved_by: str = ""


INVARIANTS = (
    Invariant("I1", "0 ≤ reserved ≤ on hand, for each variant and warehouse", (inventory.find_violations,)),
    Invariant(
        "I2",
        "nothing is oversold: sold + reserved + available is what came in, and the ledger sums to the stock",
        (inventory.find_violations, orders.find_mismatches),
    ),
    Invariant("I3", "no reservation outlives its time", (inventory.find_violations,)),
    Invariant(
        "I4", "of every order, lines + tax + shipping - discount is the total", (orders.find_violations,)
    ),
    Invariant(
        "I5", "0 ≤ refunded ≤ captured, and the double-entry journal sums to 0", (payment.find_violations,)
    ),
    Invariant(
        "I6",
        "our books and the gateway's say the same",
        (payment.find_violations, orders.find_violations),
    ),
    Invariant(
        "I7", "at most one capture an order, one charge an order and attempt", (payment.find_violations,)
    ),
    Invariant(
        "I8", "every checkout ends within its time, and none needs an operator", (orders.find_violations,)
    ),
    Invariant(
        "I9",
        "paid means confirmed, or refunded; nothing stays charged for an order that is off",
        (orders.find_mismatches,),
    ),
    Invariant(
        "I10",
        "an order that is off has released its goods, once",
        (inventory.find_violations, orders.find_mismatches),
    ),
    Invariant(
        "I11",
        "every change has its event, with one publication for each handler, and each is delivered",
        (kernel.find_violations, orders.find_violations),
    ),
    Invariant(
        "I12",
        "every effect comes about once: one mail an order and kind, one move of stock an order and step",
        (kernel.find_violations, inventory.find_violations, notification.find_violations),
    ),
    Invariant("I13", "the events of a stream are numbered without gaps", (kernel.find_violations,)),
    Invariant("I14", "no coupon is used more often than its limits allow", (cart.find_violations,)),
    Invariant(
        "I15",
        "the same idempotency key is one effect and one answer",
        (kernel.find_violations, orders.find_violations),
    ),
    Invariant(
        "I16",
        "no history holds an illegal step, and none can be changed",
        (orders.find_violations, catalog.find_violations),
    ),
    Invariant("I17", "what is found is what is for sale", (catalog.find_violations,)),
    Invariant(
        "I18",
        "nobody sees or does what their role does not allow",
        proved_by="tests/order/test_api.py, tests/payment/test_api.py, tests/inventory/test_api.py, "
        "tests/admin/test_every_screen.py",
    ),
    Invariant(
        "I19",
        "no card number and no token stands in events, keys, messages, orders or payments",
        (
            kernel.find_violations,
            orders.find_violations,
            payment.find_violations,
            notification.find_violations,
        ),
    ),
    Invariant(
        "I20",
        "merging carts keeps the quantities, and checkout reads every price again",
        proved_by="tests/cart/test_merging.py, tests/cart/test_changes_since.py",
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one invariant stands, and how long the look took."""

    invariant: Invariant
    violations: tuple[Violation, ...]
    took_ms: float


def check(
    *, only: Collection[str] = (), limit: int = 100, since: datetime | None = None
) -> Iterator[Finding]:
    """Each invariant as it stands now, one after the other; of those named, or all of them.

    `since` holds only those orders against their money and goods that changed after it. A source is
    asked once, for all that it serves; its time counts for the first of them.
    """
    wanted = [invariant for invariant in INVARIANTS if not only or invariant.id in only]
    served = {
        source: frozenset(one.id for one in wanted if source in one.sources)
        for invariant in wanted
        for source in invariant.sources
    }
    answers: dict[_Source, tuple[Violation, ...]] = {}
    for invariant in wanted:
        began = time.perf_counter()
        for source in invariant.sources:
            if source not in answers:
                times = {"since": since} if source is orders.find_mismatches else {}
                answers[source] = source(only=served[source], limit=limit, **times)
        took_ms = (time.perf_counter() - began) * 1000
        found = (one for source in invariant.sources for one in answers[source])
        violations = tuple(one for one in found if one.invariant == invariant.id)
        yield Finding(invariant, violations[:limit], took_ms)
