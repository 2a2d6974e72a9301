"""What is always true of orders, and of orders with their money and their goods."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Coalesce

from domains.inventory import services as inventory
from domains.inventory.types import Holding
from domains.kernel import clock
from domains.kernel.auditing import Rule, guard, no_secrets
from domains.kernel.ids import OrderId
from domains.kernel.types import Violation
from domains.order.models import AMENDING, LIVE_STATES, Amendment, Order
from domains.order.statuses import OFF, STATUS
from domains.order.types import AmendmentState, SagaState
from domains.payment import services as payment
from domains.payment.types import Balance

ACROSS = frozenset({"I2", "I9", "I10"})
_BATCH = 2000
_OVER = (AmendmentState.DONE.value, AmendmentState.REFUSED.value)
# After its deadline a checkout is undone, with growing pauses while a gateway is away.
_LATE = timedelta(minutes=15)


def rules() -> tuple[Rule, ...]:
    """The rules of orders alone, as of now."""
    legal = [f"{came}>{to}" for came, onward in STATUS.items() for to in onward]
    return (
        Rule("I4", _TOTALS),
        guard("I4", "order_totals_add_up", "order_refunded_within_total"),
        Rule("I6", _BREAKS),
        Rule("I8", _STUCK, (list(LIVE_STATES), clock.now() - _LATE)),
        Rule("I8", _UNFINISHED, (list(AMENDING), clock.now() - _LATE)),
        Rule("I11", _NEVER_TOLD),
        guard("I15", "order_one_live_order_a_cart"),
        Rule("I16", _ILLEGAL, (legal,)),
        Rule("I16", _ELSEWHERE),
        guard("I16", "order_history_append_only"),
        no_secrets("order_order", "id", "note", "shipping_address", "billing_address"),
        no_secrets("order_saga", "order_id", "last_error", "failure_detail", "failure_facts"),
        no_secrets("order_status_change", "order_id", "reason"),
    )


def mismatches(*, only: Collection[str], limit: int, since: datetime | None) -> tuple[Violation, ...]:
    """Orders whose money or goods say something else; of those that changed since then, or of all.

    At most `limit` of each invariant. A shop at work changes between two questions: what looks
    broken is asked twice.
    """
    found: dict[str, list[Violation]] = {invariant: [] for invariant in only or ACROSS}
    for batch in _batches(since):
        suspects = {UUID(one.subject) for one in _check(batch) if one.invariant in found}
        for one in _check(suspects) if suspects else ():
            kept = found.get(one.invariant)
            if kept is not None and len(kept) < limit:
                kept.append(one)
        if all(len(violations) >= limit for violations in found.values()):
            break
    return tuple(violation for violations in found.values() for violation in violations)


def _batches(since: datetime | None) -> Iterator[list[UUID]]:
    rows, last = Order.objects.order_by("id").values_list("id", flat=True), None
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
    while batch := list((rows.filter(id__gt=last) if last else rows)[:_BATCH]):
        yield batch
        last = batch[-1]


def _check(order_ids: Collection[UUID]) -> Iterator[Violation]:
    ids = tuple(OrderId(order_id) for order_id in order_ids)
    balances, holdings = payment.get_balances(ids), inventory.get_holdings(ids)
    # Read last: an order that is still on its way is left alone.
    under_way = Amendment.objects.filter(order_id=OuterRef("id")).exclude(state__in=_OVER)
    ended = (
        Order.objects.filter(id__in=ids)
        .exclude(saga__state__in=LIVE_STATES)
        .annotate(called_off=Coalesce(Sum("lines__cancelled"), 0), is_changing=Exists(under_way))
    )
    for row in ended.exclude(saga__state=SagaState.NEEDS_OPERATOR):
        off = row.status in OFF
        for invariant, detail in (
            ("I9", _money(row, balances[OrderId(row.id)], off=off)),
            ("I10" if off else "I2", _goods(row, holdings[row.id], off=off)),
        ):
            if detail:
                yield Violation(invariant, str(row.id), f"{row.number} is {row.status}: {detail}")


def _money(row: Order, balance: Balance, *, off: bool) -> str:
    """What is wrong with its money; nothing when all is well."""
    if off:
        return f"{balance.held} stays charged" if balance.held else ""
    due = row.captured - row.refunded
    if balance.held == due or balance.refunding:
        return ""
    return f"we hold {balance.held} of the {due} that were taken and not returned"


def _goods(row: Order, holding: Holding, *, off: bool) -> str:
    """What is wrong with its goods; nothing when all is well."""
    if off and (holding.held or holding.sold != holding.restocked):
        return f"{holding.held} held, {holding.sold} sold, {holding.restocked} back on the shelves"
    if not off and holding.sold != row.item_count:
        return f"{holding.sold} of {row.item_count} pieces left the shelves"
    if not off and holding.restocked != row.called_off and not row.is_changing:  # type: ignore[attr-defined]
        return f"{holding.restocked} of {row.called_off} pieces came back"  # type: ignore[attr-defined]
    return ""


_TOTALS = """
SELECT sold.number, format('%s goods, %s off, %s tax; the lines say %s, %s, %s',
                           sold.subtotal, sold.discount, sold.tax, line.subtotal, line.discount, line.tax)
FROM order_order AS sold
CROSS JOIN LATERAL (
    SELECT sum(unit_price * quantity) AS subtotal, sum(discount) AS discount, sum(tax) AS tax,
           sum(total) AS total
    FROM order_line WHERE order_line.order_id = sold.id
) AS line
WHERE (sold.subtotal, sold.discount, sold.tax, sold.total)
      IS DISTINCT FROM (line.subtotal, line.discount, line.tax, line.total + sold.shipping)
"""

_BREAKS = """
SELECT subject, format('%s since %s: ours %s, theirs %s', kind, created_at, ours, theirs)
FROM order_break WHERE status = 'open'
"""

_STUCK = """
SELECT order_id, format('its checkout stands at %%s since %%s: %%s', state, updated_at, last_error)
FROM order_saga
WHERE state = 'needs_operator' OR (state = ANY(%s) AND deadline_at < %s)
"""

_UNFINISHED = """
SELECT order_id, format('its %%s stands at %%s since %%s: %%s', kind, state, updated_at, last_error)
FROM order_amendment
WHERE state = 'needs_operator' OR (state = ANY(%s) AND created_at < %s)
"""

_NEVER_TOLD = """
SELECT sold.number, 'no event tells that it was placed'
FROM order_order AS sold
WHERE NOT EXISTS (SELECT FROM kernel_event WHERE stream = 'order-' || sold.id AND version = 1)
"""

_ILLEGAL = """
SELECT order_id, format('it went from %%s to %%s and stood at %%s', from_status, to_status, stood)
FROM (
    SELECT order_id, from_status, to_status,
           lag(to_status, 1, 'pending') OVER (PARTITION BY order_id ORDER BY id) AS stood
    FROM order_status_change
) AS step
WHERE from_status <> stood OR NOT (from_status || '>' || to_status = ANY(%s))
"""

_ELSEWHERE = """
SELECT sold.number, format('it is %s, its history ends with %s', sold.status, last.to_status)
FROM order_order AS sold
LEFT JOIN LATERAL (
    SELECT to_status FROM order_status_change WHERE order_id = sold.id ORDER BY id DESC LIMIT 1
) AS last ON true
WHERE sold.status <> coalesce(last.to_status, 'pending')
"""
