"""What is always true of orders, and whether it is."""

from datetime import datetime

from domains.kernel.auditing import audit
from domains.kernel.router import database_of
from domains.kernel.types import Violation
from domains.order import invariants


def find_violations(
    *, only: frozenset[str] = frozenset(), limit: int = 100, since: datetime | None = None
) -> tuple[Violation, ...]:
    """What breaks the invariants of orders, their money and goods: of those named, or of all.

    `since` leaves out the money and goods of orders that did not change after it.
    """
    found = audit(database_of("order"), invariants.rules(), only=only, limit=limit)
    if not only or only & invariants.ACROSS:
        found += invariants.across(only=only, limit=limit, since=since)
    return found
