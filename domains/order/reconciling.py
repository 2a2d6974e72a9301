"""Money that does not agree: found in the gateways' books and beside the orders, kept until it does."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from domains.kernel import clock
from domains.kernel.errors import DomainError
from domains.kernel.ids import OrderId
from domains.kernel.money import Money
from domains.kernel.router import database_of
from domains.order.models import LIVE_STATES, Break, Order
from domains.order.statuses import OFF
from domains.order.types import BreakKind, BreakStatus, OrderStatus, Reconciliation
from domains.payment import services as payment
from domains.payment.types import Balance, Discrepancy

# What changed since may still be on its way, and a checkout has this long after its deadline.
_IN_FLIGHT = timedelta(minutes=5)
_LATE = timedelta(minutes=15)
_SLICE = timedelta(hours=12)
_BATCH = 1000
_PAID = ("paid", "partially_refunded", "refunded")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """One disagreement, as a look at the books saw it."""

    kind: BreakKind
    subject: str
    gateway: str
    order_id: UUID | None
    payment_id: UUID | None
    ours: Money
    theirs: Money
    began_at: datetime


def reconcile(since: datetime, until: datetime) -> Reconciliation:
    """Look at all that began then, and bring the breaks up to what was seen."""
    unreachable: set[str] = set()
    found, new, settled, start = 0, 0, 0, since
    while start < until:
        end = min(start + _SLICE, until)
        seen = [*_beside_orders(start, end), *_in_books(start, end, unreachable)]
        fresh, gone = _keep(seen, start, end, unreachable)
        found, new, settled, start = found + len(seen), new + fresh, settled + gone, end
    return Reconciliation(found, new, settled, tuple(sorted(unreachable)))


# --- Looking --------------------------------------------------------------------------------


def _in_books(since: datetime, until: datetime, unreachable: set[str]) -> list[Found]:
    found: list[Found] = []
    for offer in payment.list_gateways():
        if offer.code in unreachable:
            continue
        try:
            differences = payment.compare_with_gateway(offer.code, since=since, until=until)
        except DomainError as failure:
            log.warning("a gateway's books could not be read", gateway=offer.code, reason=failure.code)
            unreachable.add(offer.code)
            continue
        found += map(_of_discrepancy, differences)
    return found


def _of_discrepancy(one: Discrepancy) -> Found:
    return Found(
        kind=BreakKind(one.kind.value),
        subject=one.key,
        gateway=one.gateway,
        order_id=one.order_id,
        payment_id=one.payment_id,
        ours=one.ours,
        theirs=one.theirs,
        began_at=one.at,
    )


def _beside_orders(since: datetime, until: datetime) -> Iterator[Found]:
    """Orders of that time whose payments say something else, twice: a shop at work changes in between."""
    rows = Order.objects.filter(created_at__gte=since, created_at__lt=until)
    ids = list(rows.order_by("created_at", "id").values_list("id", flat=True))
    for start in range(0, len(ids), _BATCH):
        if suspects := [UUID(one.subject) for one in _compare(ids[start : start + _BATCH])]:
            yield from _compare(suspects)


def _compare(ids: Collection[UUID]) -> list[Found]:
    balances = payment.get_balances(tuple(OrderId(order_id) for order_id in ids))
    # Read last: an order that changed just now is left alone.
    quiet = Order.objects.filter(id__in=ids, updated_at__lt=clock.now() - _IN_FLIGHT)
    found: list[Found] = []
    for row in quiet.select_related("saga"):
        balance = balances[OrderId(row.id)]
        if not _is_under_way(row) and not balance.refunding:
            found += _of_order(row, balance)
    return found


def _is_under_way(row: Order) -> bool:
    return row.saga.state in LIVE_STATES and row.saga.deadline_at > clock.now() - _LATE


def _of_order(row: Order, balance: Balance) -> Iterator[Found]:
    charged, returned = balance.held, balance.returned

    def found(kind: BreakKind, order_says: object, payments_say: object) -> Found:
        ours, theirs = (Money.of(str(amount), row.currency) for amount in (order_says, payments_say))
        return Found(kind, str(row.id), "", row.id, None, ours, theirs, row.created_at)

    if row.status in OFF and charged:
        yield found(BreakKind.CANCELLED_BUT_CHARGED, 0, charged)
    elif row.status == OrderStatus.PENDING and charged:
        yield found(BreakKind.CAPTURED_NOT_CONFIRMED, 0, charged)
    elif row.status not in OFF and row.payment_status in _PAID and not balance.captured:
        yield found(BreakKind.PAID_WITHOUT_CAPTURE, row.total, 0)
    elif balance.captured and returned != row.refunded:
        yield found(BreakKind.REFUND_NOT_ON_ORDER, row.refunded, returned)


# --- Keeping --------------------------------------------------------------------------------


def _keep(
    seen: Collection[Found], since: datetime, until: datetime, unreachable: Collection[str]
) -> tuple[int, int]:
    """Breaks as this look saw them: how many are new, and how many settled themselves."""
    now = clock.now()
    with transaction.atomic(using=database_of("order"), durable=True):
        standing = {
            (row.kind, row.subject): row
            for row in Break.objects.select_for_update()
            .exclude(status=BreakStatus.RESOLVED.value)
            .filter(began_at__gte=since, began_at__lt=until)
        }
        fresh = [one for one in seen if (one.kind.value, one.subject) not in standing]
        made = Break.objects.bulk_create([_row(one, now) for one in fresh], ignore_conflicts=True)
        for one in seen:
            if row := standing.pop((one.kind.value, one.subject), None):
                _see_again(row, one, now)
        gone = [row.id for row in standing.values() if row.gateway not in unreachable]
        Break.objects.filter(id__in=gone).update(
            status=BreakStatus.RESOLVED.value, resolution="settled", by="system", updated_at=now
        )
    for one in fresh:
        log.warning(
            "money does not agree",
            kind=one.kind.value,
            subject=one.subject,
            ours=str(one.ours),
            theirs=str(one.theirs),
        )
    return len(made), len(gone)


def _row(one: Found, now: datetime) -> Break:
    return Break(
        kind=one.kind.value,
        subject=one.subject,
        gateway=one.gateway,
        order_id=one.order_id,
        payment_id=one.payment_id,
        ours=str(one.ours),
        theirs=str(one.theirs),
        began_at=one.began_at,
        last_seen_at=now,
    )


def _see_again(row: Break, one: Found, now: datetime) -> None:
    """It is still so. What was ignored at other figures is open again."""
    if (row.ours, row.theirs) != (str(one.ours), str(one.theirs)):
        row.status, row.ours, row.theirs = BreakStatus.OPEN.value, str(one.ours), str(one.theirs)
    row.last_seen_at = row.updated_at = now
    row.order_id, row.payment_id = one.order_id, one.payment_id
    row.save(
        update_fields=["status", "ours", "theirs", "last_seen_at", "updated_at", "order_id", "payment_id"]
    )
