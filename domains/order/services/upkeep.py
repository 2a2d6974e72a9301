"""What is always true of orders, and whether it is; the list of orders, and whether it tells the truth."""

from datetime import datetime

from domains.kernel.auditing import audit
from domains.kernel.ids import OrderId
from domains.kernel.router import database_of
from domains.kernel.transactions import durable
from domains.kernel.types import Violation
from domains.order import invariants, rebuilding
from domains.order.types import SummaryBatch


def find_violations(*, only: frozenset[str] = frozenset(), limit: int = 100) -> tuple[Violation, ...]:
    """What breaks the invariants of this domain's tables: of those named, or of all."""
    return audit(database_of("order"), invariants.rules(), only=only, limit=limit)


def find_mismatches(
    *, only: frozenset[str] = frozenset(), limit: int = 100, since: datetime | None = None
) -> tuple[Violation, ...]:
    """Orders whose money or goods say something else: by the invariants named, or by all of those.

    Of orders that changed since then, where a time is given; one walk serves every invariant.
    """
    return invariants.mismatches(only=only, limit=limit, since=since)


def find_summary_differences(*, after: OrderId | None = None, limit: int = 1000) -> SummaryBatch:
    """Where the next rows of the list of orders are not what the orders' events say."""
    return rebuilding.compare(after, limit)


@durable
def rebuild_summaries(*, after: OrderId | None = None, limit: int = 1000) -> SummaryBatch:
    """The next rows of the list of orders, put right where the orders' events say otherwise."""
    return rebuilding.rebuild(after, limit)
