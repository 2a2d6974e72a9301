"""What a variant cost before, and the lowest of it in the thirty days before a reduction began.

A price that is announced as reduced stands beside that lowest one: so the European Union asks of every shop.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from domains.catalog.models import PastPrice, Variant
from domains.catalog.timing import sale_price_at
from domains.kernel.inserting import insert
from domains.kernel.router import database_of

_DAYS = timedelta(days=30)
_PRICES = ("price", "sale_price", "sale_from", "sale_until", "currency")
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Span:
    """A time in which one amount was paid."""

    begin: datetime
    end: datetime
    paid: Decimal
    reduced: bool


def is_other(variant: Variant, values: Mapping[str, Any]) -> bool:
    """Whether these values would change what the variant costs, now or at a time to come."""
    return any(getattr(variant, name) != values[name] for name in _PRICES)


def past_of(variant: Variant, until: datetime) -> PastPrice:
    """What the variant's prices have said since they were set, to be kept before they change."""
    said = {name: getattr(variant, name) for name in _PRICES}
    return PastPrice(variant=variant, since=variant.priced_at, until=until, **said)


def write(kept: Sequence[PastPrice]) -> None:
    """Add these to the history, and tell each of their variants what was its lowest price."""
    insert(kept, alias=database_of("catalog"))
    reduced = {one.variant_id: one.variant for one in kept if one.variant.sale_price is not None}
    known: dict[Any, list[PastPrice]] = defaultdict(list)
    for past in PastPrice.objects.filter(variant__in=reduced) if reduced else ():
        known[past.variant_id].append(past)
    for one in kept:
        one.variant.lowest_before = lowest_before(one.variant, known[one.variant_id])


def lowest_before(variant: Variant, past: Iterable[PastPrice]) -> Decimal | None:
    """The least that was paid in the 30 days before the variant's reduction begins; None when unknown.

    A reduction that is made deeper without a pause began when its first step did.
    """
    own = _spans(variant, variant.priced_at, _NEVER)
    step = next((span for span in own if span.reduced), None)
    if step is None:
        return None
    before = [span for span in own if span.end <= step.begin]
    for one in past:
        if one.currency == variant.currency:
            before += _spans(one, one.since, one.until)
    before.sort(key=lambda span: span.begin, reverse=True)
    for span in before:
        if not (span.reduced and span.end == step.begin and span.paid >= step.paid):
            break
        step = span
    start = step.begin - _DAYS
    return min((span.paid for span in before if span.begin < step.begin and span.end > start), default=None)


def _spans(said: Variant | PastPrice, begin: datetime, end: datetime) -> list[_Span]:
    """The times between `begin` and `end` in which one amount was paid, in their order."""
    return [
        _Span(start, stop, said.price if sale is None else sale, sale is not None)
        for start, stop in _parts(said, begin, end)
        for sale in [sale_price_at(start, said)]
    ]


def _parts(said: Variant | PastPrice, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    turns = (said.sale_from, said.sale_until)
    edges = [begin, *sorted(turn for turn in turns if turn and begin < turn < end), end]
    return ((start, stop) for start, stop in pairwise(edges) if start < stop)
