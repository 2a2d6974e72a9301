"""The list of orders compared with the events, and put right where it differs, while the shop sells."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from domains.kernel import services as kernel
from domains.kernel.events import stream_of
from domains.kernel.ids import OrderId
from domains.order import queries, summaries
from domains.order.models import Order, Summary
from domains.order.types import OrderSummary, SummaryBatch, SummaryDifference

_COLUMNS = [field.name for field in Summary._meta.concrete_fields if field.name != "id"]


def compare(after: UUID | None, limit: int) -> SummaryBatch:
    """The next rows beside what the events say; nothing is locked and nothing is written."""
    order_ids = _ids_after(Order, after, limit)
    summary_ids = _ids_after(Summary, after, limit)
    ids = sorted({*order_ids, *summary_ids})[:limit]
    folded, rows = _fold(ids), _rows(ids)
    differences = [
        difference
        for order_id in ids
        for difference in _differences(order_id, rows.get(order_id), folded.get(order_id))
    ]
    full = len(ids) == limit
    return SummaryBatch(len(ids), tuple(differences), OrderId(ids[-1]) if full else None)


def rebuild(after: UUID | None, limit: int) -> SummaryBatch:
    """The same, and what differs is written again from the events.

    Whoever changes an order's row of the list holds the order's own row: so it is held here
    too while the events are read a second time, and only for orders that differ.
    """
    found = compare(after, limit)
    differing = {difference.order_id for difference in found.differences}
    if not differing:
        return found
    list(Order.objects.select_for_update().filter(id__in=differing).order_by("id").values_list("id"))
    folded = _fold(differing)
    Summary.objects.filter(id__in=differing - folded.keys()).delete()
    Summary.objects.bulk_create(
        [summaries.to_row(summary) for summary in folded.values()],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_COLUMNS,
    )
    return found


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
