"""How a change of an order begins: promised on the order's rows before anything else happens."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from domains.kernel import clock
from domains.kernel.errors import InvalidInput
from domains.kernel.ids import OrderId, VariantId
from domains.kernel.money import Money, round_amount
from domains.kernel.router import database_of
from domains.order import changing, running, summaries
from domains.order.amending import Change
from domains.order.errors import CannotCancel, TooManyCancelled
from domains.order.events import OrderReduced
from domains.order.models import AMENDING, Amendment, Line, Order
from domains.order.statuses import CANCELLABLE
from domains.order.types import AmendmentKind, AmendmentState, LinePart, SagaState, WantedLine


def begin_refund(
    order_id: OrderId, *, amount: Money | None, reason: str, by: str, key: str, budget: timedelta
) -> Change | None:
    """The change that returns `amount`; None when this key began one before. Raises OrderNotFound."""
    with transaction.atomic(using=database_of("order"), durable=True):
        row = changing.locked(order_id)
        if Amendment.objects.filter(order=row, key=key).exists():
            return None
        return _begin(
            row,
            AmendmentKind.REFUND,
            key,
            budget,
            amount=None if amount is None else amount.amount,
            reason=reason[:200],
            by=by,
        )


def begin_part(
    order_id: OrderId, parts: Iterable[LinePart], *, reason: str, by: str, key: str, budget: timedelta
) -> Change | None:
    """The change that calls these pieces off; None when this key began one before.

    Raises OrderNotFound, CannotCancel, InvalidInput, TooManyCancelled. Publishes OrderReduced.
    """
    wanted = _wanted(parts)
    with transaction.atomic(using=database_of("order"), durable=True):
        row = changing.locked(order_id)
        if Amendment.objects.filter(order=row, key=key).exists():
            return None
        _refuse_unfit(row)
        lines = {line.id: line for line in row.lines.select_for_update().order_by("position")}
        amount = sum(
            (_call_off(lines, line_id, pieces, row) for line_id, pieces in wanted.items()), Decimal(0)
        )
        if all(line.cancelled == line.quantity for line in lines.values()):
            raise CannotCancel(
                "Nothing would be left of the order: cancel the whole of it.", status=row.status
            )
        change = _begin(
            row,
            AmendmentKind.PART_CANCELLED,
            key,
            budget,
            lines=[[str(line_id), pieces] for line_id, pieces in wanted.items()],
            amount=amount,
            reason=reason[:200] or "A part of the order was called off",
            by=by,
        )
        summaries.publish(
            OrderReduced(
                order_id=order_id,
                lines=tuple(
                    WantedLine(VariantId(lines[line_id].variant_id), pieces)
                    for line_id, pieces in wanted.items()
                ),
                amount=Money(amount, row.currency),
                reason=reason,
            )
        )
    return change


def _wanted(parts: Iterable[LinePart]) -> dict[UUID, int]:
    wanted: dict[UUID, int] = {}
    for part in parts:
        if part.quantity < 1:
            raise InvalidInput("Call off at least one piece of each line that you name.", field="items")
        wanted[part.line_id] = wanted.get(part.line_id, 0) + part.quantity
    if not wanted:
        raise InvalidInput("Name at least one line of the order.", field="items")
    return wanted


def _refuse_unfit(row: Order) -> None:
    if row.status not in CANCELLABLE or row.saga.state != SagaState.CONFIRMED:
        raise CannotCancel(status=row.status)
    if row.payment_status == "authorized":
        raise CannotCancel("Capture the payment first; then call a part of the order off.", status=row.status)


def _call_off(lines: dict[UUID, Line], line_id: UUID, pieces: int, row: Order) -> Decimal:
    """What these pieces cost, so that all pieces of a line come to its total."""
    line = lines.get(line_id)
    if line is None:
        raise InvalidInput("This order has no such line.", field="items")
    left = line.quantity - line.cancelled
    if pieces > left:
        raise TooManyCancelled(left=left, line_id=line_id)
    before, line.cancelled = line.cancelled, line.cancelled + pieces
    line.save(update_fields=["cancelled"])
    share = [
        round_amount(line.total * count / line.quantity, row.currency) for count in (before, line.cancelled)
    ]
    return share[1] - share[0]


def _begin(row: Order, kind: AmendmentKind, key: str, budget: timedelta, **what: object) -> Change:
    amendment = Amendment(order=row, kind=kind.value, key=key[:255], **running.lease_for(budget), **what)
    amendment.save(force_insert=True)
    return Change(row, amendment, ends_at=clock.now() + budget)


def take_up(amendment_id: UUID, budget: timedelta) -> Change | None:
    """The change of whoever gets the lease; None while another works, or when nothing is left to do."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    live = Amendment.objects.filter(free, id=amendment_id, state__in=AMENDING)
    if not live.update(**running.lease_for(budget)):
        return None
    row = Amendment.objects.select_related("order").get(id=amendment_id)
    return Change(row.order, row, ends_at=now + budget)


def begin_again(amendment_id: UUID, budget: timedelta) -> Change | None:
    """The change that waited for an operator, at work again."""
    stuck = Amendment.objects.filter(id=amendment_id, state=AmendmentState.NEEDS_OPERATOR.value)
    stuck.update(state=F("reached"), attempts=0)
    return take_up(amendment_id, budget)
