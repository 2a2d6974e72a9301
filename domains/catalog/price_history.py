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
_OTHERS = "other_prices"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Span:
    """A time in which one amount was paid."""

    begin: datetime
    end: datetime
    paid: Decimal
    reduced: bool


@dataclass(slots=True)
class _Said:
    """What the prices in one currency say since `priced_at`."""

    currency: str
    price: Decimal
    sale_price: Decimal | None
    sale_from: datetime | None
    sale_until: datetime | None
    priced_at: datetime


def is_other(variant: Variant, values: Mapping[str, Any]) -> bool:
    """Whether these values would change what the variant costs, now or at a time to come."""
    given = {name: values[name] for name in (*_PRICES, _OTHERS) if name in values}
    return any(getattr(variant, name) != value for name, value in given.items())


def past_of(variant: Variant, until: datetime) -> list[PastPrice]:
    """What the variant's prices, one a currency, have said since they were set; kept before they change."""
    return [
        PastPrice(
            variant_id=variant.id,
            price=said.price,
            sale_price=said.sale_price,
            sale_from=said.sale_from,
            sale_until=said.sale_until,
            currency=said.currency,
            since=said.priced_at,
            until=until,
        )
        for said in _said_by(variant)
    ]


def write(repriced: Sequence[tuple[Variant, Sequence[PastPrice]]]) -> None:
    """Add to the history of these variants, and tell each of them what was its lowest price."""
    insert([past for _, own in repriced for past in own], alias=database_of("catalog"))
    present = [(variant, _said_by(variant)) for variant, _ in repriced]
    reduced = [one.id for one, own in present if any(said.sale_price is not None for said in own)]
    known: dict[Any, list[PastPrice]] = defaultdict(list)
    for past in PastPrice.objects.filter(variant__in=reduced) if reduced else ():
        known[past.variant_id].append(past)
    for variant, own in present:
        lowest = {said.currency: lowest_before(said, known[variant.id]) for said in own}
        variant.lowest_before = lowest.pop(variant.currency)
        variant.other_lowest = {name: str(least) for name, least in lowest.items() if least is not None}


def _said_by(variant: Variant) -> list[_Said]:
    """What the prices of a variant say, in its own currency first."""
    window = (variant.sale_from, variant.sale_until, variant.priced_at)
    return [
        _Said(variant.currency, variant.price, variant.sale_price, *window),
        *(
            _Said(currency, Decimal(regular), None if sale is None else Decimal(sale), *window)
            for currency, (regular, sale) in variant.other_prices.items()
        ),
    ]


def lowest_before(said: _Said, past: Iterable[PastPrice]) -> Decimal | None:
    """The least that was paid in the 30 days before the reduction begins; None when unknown.

    A reduction that is made deeper without a pause began when its first step did.
    """
    own = _spans(said, said.priced_at, _NEVER)
    step = next((span for span in own if span.reduced), None)
    if step is None:
        return None
    before = [span for span in own if span.end <= step.begin]
    for one in past:
        if one.currency == said.currency:
            before += _spans(one, one.since, one.until)
    before.sort(key=lambda span: span.begin, reverse=True)
    for span in before:
        if not (span.reduced and span.end == step.begin and span.paid >= step.paid):
            break
        step = span
    start = step.begin - _DAYS
    return min((span.paid for span in before if span.begin < step.begin and span.end > start), default=None)


def _spans(said: _Said | PastPrice, begin: datetime, end: datetime) -> list[_Span]:
    """The times between `begin` and `end` in which one amount was paid, in their order."""
    return [
        _Span(start, stop, said.price if sale is None else sale, sale is not None)
        for start, stop in _parts(said, begin, end)
        for sale in [sale_price_at(start, said)]
    ]


def _parts(said: _Said | PastPrice, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    turns = (said.sale_from, said.sale_until)
    edges = [begin, *sorted(turn for turn in turns if turn and begin < turn < end), end]
    return ((start, stop) for start, stop in pairwise(edges) if start < stop)
