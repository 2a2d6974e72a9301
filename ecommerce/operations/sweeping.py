"""What a crash may leave is taken up again, by a process that needs nothing but the databases.

Every chore is safe beside another sweeper and beside the workers: rows are leased or skipped
where somebody else holds them. So there may be one sweeper, or several, or none for a while.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import close_old_connections, connections

from domains.catalog import services as catalog
from domains.inventory import services as inventory
from domains.kernel import services as kernel
from domains.notification import services as notification
from domains.order import services as orders
from domains.payment import services as payment

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again; `do` says how many things it did."""

    name: str
    every_s: float
    do: Callable[[], int]


CHORES = (
    Chore("deliver events again", 2, kernel.redeliver_events),
    Chore("resume orders", 2, orders.resume_orders),
    Chore("resolve unknown payments", 10, payment.resolve_unknown_payments),
    Chore("send due messages", 10, notification.send_due_messages),
    Chore("catch up with search", 5, catalog.catch_up_search),
    Chore("count purchases", 5, catalog.fold_purchases),
    Chore("count searches", 5, catalog.fold_searches),
    Chore("count looks at products", 30, catalog.fold_views),
    Chore("expire reservations", 15, inventory.expire_reservations),
)


def sweep(stopped: threading.Event) -> None:
    """Do every chore at its own pace until `stopped` is set; a slow one holds up no other."""
    threads = [threading.Thread(target=_repeat, args=(chore, stopped), name=chore.name) for chore in CHORES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sweep_once() -> int:
    """Do every chore once: how many things were done."""
    return sum(_do(chore) for chore in CHORES)


def _repeat(chore: Chore, stopped: threading.Event) -> None:
    while not stopped.is_set():
        began = time.monotonic()
        close_old_connections()
        done = _do(chore)
        # What was full may have left something: no pause then.
        pause = 0.0 if done else chore.every_s - (time.monotonic() - began)
        stopped.wait(max(pause, 0.0))
    connections.close_all()


def _do(chore: Chore) -> int:
    try:
        return chore.do()
    except Exception:
        # The next round tries again; until then the other chores go on.
        log.exception("a chore failed", chore=chore.name)
        return 0
