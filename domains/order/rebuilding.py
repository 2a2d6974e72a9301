"""The list of orders compared with the events, and put right where it differs, while the shop sells."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db import transaction

from domains.kernel import services as kernel
from domains.kernel.events import stream_of
from domains.kernel.ids import OrderId
from domains.kernel.router import database_of
from domains.order import queries, summaries
from domains.order.models import Order, Summary
from domains.order.types import OrderSummary, SummaryBatch, SummaryDifference

_COLUMNS = [field.name for field in Summary._meta.concrete_fields if field.name != "id"]


def compare(after: UUID | None, limit: int) -> SummaryBatch:
    """The next rows beside what the events say.

    Whoever changes an order's row of the list holds the order's own row. So what seems to differ
    is looked at again while that is held here: the shop may have moved on between two reads.
    """
    ids = sorted({*_ids_after(Order, after, limit), *_ids_after(Summary, after, limit)})[:limit]
    differences: tuple[SummaryDifference, ...] = ()
    if suspects := {one.order_id for one in _look(ids)}:
        with transaction.atomic(using=database_of("order")):
            held = Order.objects.select_for_update().filter(id__in=suspects).order_by("id")
            list(held.values_list("id"))
            differences = _look(suspects)
    return SummaryBatch(len(ids), differences, OrderId(ids[-1]) if len(ids) == limit else None)


def rebuild(after: UUID | None, limit: int) -> SummaryBatch:
    """The same, and what differs is written again from the events, in the caller's transaction."""
    found = compare(after, limit)
    if differing := {difference.order_id for difference in found.differences}:
        folded = _fold(differing)
        Summary.objects.filter(id__in=differing - folded.keys()).delete()
        Summary.objects.bulk_create(
            [summaries.to_row(summary) for summary in folded.values()],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_COLUMNS,
        )
    return found


def _look(ids: Collection[UUID]) -> tuple[SummaryDifference, ...]:
    folded, rows = _fold(ids), _rows(ids)
    return tuple(
        difference
        for order_id in ids
        for difference in _differences(order_id, rows.get(order_id), folded.get(order_id))
    )


def _ids_after(model: type[Order] | type[Summary], after: UUID | None, limit: int) -> list[UUID]:
    rows = model.objects.filter(id__gt=after) if after else model.objects.all()
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def _fold(ids: Collection[UUID]) -> Mapping[UUID, OrderSummary]:
    streams = {stream_of("order", order_id): order_id for order_id in ids}
    events = defaultdict(list)
    for event in kernel.list_events_of_streams(tuple(streams), domain="order"):
        events[streams[event.stream]].append(event)
    folded = {order_id: summaries.fold(found) for order_id, found in events.items()}
    return {order_id: summary for order_id, summary in folded.items() if summary is not None}


def _rows(ids: Collection[UUID]) -> Mapping[UUID, OrderSummary]:
    return {row.id: queries.to_summary(row) for row in Summary.objects.filter(id__in=ids)}


def _differences(
    order_id: UUID, row: OrderSummary | None, folded: OrderSummary | None
) -> Iterator[SummaryDifference]:
    if row is None or folded is None:
        if row is not folded:
            shown = ("missing" if row is None else "there", "nothing" if folded is None else "placed")
            yield SummaryDifference(OrderId(order_id), "", *shown)
        return
    for name in OrderSummary.__slots__:
        ours, theirs = getattr(row, name), getattr(folded, name)
        if ours != theirs:
            yield SummaryDifference(OrderId(order_id), name, str(ours), str(theirs))
