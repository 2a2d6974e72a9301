"""Our payments beside a gateway's own books: where they differ, once nothing is in flight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domains.kernel import clock
from domains.kernel.ids import OrderId, PaymentId
from domains.kernel.money import Money
from domains.payment import charging, queries
from domains.payment.errors import GatewayUnavailable
from domains.payment.gateways import registry
from domains.payment.gateways.port import BookedCharge, Gateway, GatewayFailure, GatewayTimeout
from domains.payment.models import Payment
from domains.payment.types import Discrepancy
from domains.payment.types import DiscrepancyKind as Kind

# What changed since may still be on its way from one side to the other.
IN_FLIGHT = timedelta(minutes=5)
_PATIENCE_S = 30.0
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class _Sides:
    """One charge as both books have it; one of them may not know it."""

    ours: Payment | None
    theirs: BookedCharge | None

    @property
    def key(self) -> str:
        return self.ours.gateway_key if self.ours else self.theirs.key if self.theirs else ""

    @property
    def order_id(self) -> OrderId | None:
        return OrderId(self.ours.order_id) if self.ours else charging.order_named_by(self.key)

    @property
    def begun_at(self) -> datetime:
        times = [side.created_at for side in (self.theirs, self.ours) if side]
        return times[0]

    @property
    def changed_at(self) -> datetime:
        return max(self.begun_at, self.ours.updated_at) if self.ours else self.begun_at

    @property
    def is_refunding(self) -> bool:
        return bool(self.ours and self.ours.refunding)

    @property
    def our_amounts(self) -> tuple[Money, Money]:
        """Captured and refunded."""
        if self.ours is None:
            return _nothing_like(self.theirs)
        currency = self.ours.currency
        return Money(self.ours.captured, currency), Money(self.ours.refunded, currency)

    @property
    def their_amounts(self) -> tuple[Money, Money]:
        """Captured and refunded."""
        if self.theirs is None:
            return _nothing_like(self.ours)
        return self.theirs.captured, self.theirs.refunded


def _nothing_like(side: "Payment | BookedCharge | None") -> tuple[Money, Money]:
    currency = side.currency if isinstance(side, Payment) else side.amount.currency if side else ""
    return Money.zero(currency), Money.zero(currency)


def compare(code: str, since: datetime, until: datetime) -> tuple[Discrepancy, ...]:
    """Where the books differ about what was begun then. Raises GatewayUnknown, GatewayUnavailable."""
    gateway = registry.find(code)
    quiet_since = clock.now() - IN_FLIGHT
    try:
        # Theirs first: what changes between the two looks is ours, and recent.
        booked = {
            charge.key: charge
            for charge in gateway.list_charges(since=since, until=until, patience_s=_PATIENCE_S)
        }
        return tuple(
            found
            for sides in _pairs(gateway, booked, since, until)
            for found in _differences(code, sides, quiet_since)
        )
    except (GatewayTimeout, GatewayFailure) as failure:
        raise GatewayUnavailable from failure


def _pairs(
    gateway: Gateway, booked: dict[str, BookedCharge], since: datetime, until: datetime
) -> Iterator[_Sides]:
    """Each charge with its payment, then the captured payments whose charge was begun at another time."""
    asked = list(booked)
    for start in range(0, len(asked), _BATCH):
        keys = asked[start : start + _BATCH]
        ours = queries.by_gateway_key(gateway.code, keys)
        yield from (_Sides(ours.get(key), booked[key]) for key in keys)
    for payment in queries.captured_between(gateway.code, since, until):
        if payment.gateway_key not in booked:
            yield _Sides(payment, gateway.find_charge(payment.gateway_key, patience_s=_PATIENCE_S))


def _differences(code: str, sides: _Sides, quiet_since: datetime) -> Iterator[Discrepancy]:
    """At most one difference: what was charged comes before what went back."""
    if sides.changed_at > quiet_since:
        return
    kind, ours, theirs = _compared(sides)
    if kind is None:
        return
    yield Discrepancy(
        kind=kind,
        gateway=code,
        key=sides.key,
        payment_id=PaymentId(sides.ours.id) if sides.ours else None,
        order_id=sides.order_id,
        ours=ours,
        theirs=theirs,
        at=sides.begun_at,
    )


def _compared(sides: _Sides) -> tuple[Kind | None, Money, Money]:
    """What differs, if anything, and what both books say of it."""
    captured, refunded = sides.our_amounts
    their_captured, their_refunded = sides.their_amounts
    kind: Kind | None = None
    if not captured:
        # A charge that went back as a whole, and was never ours, leaves nothing to say.
        if their_captured and their_captured != their_refunded:
            kind = Kind.CHARGED_THERE if sides.ours else Kind.UNKNOWN_CHARGE
    elif captured != their_captured:
        kind = Kind.AMOUNT_DIFFERS if their_captured else Kind.NOT_CHARGED_THERE
    elif refunded != their_refunded and not sides.is_refunding:
        more = their_refunded > refunded
        return Kind.REFUNDED_THERE if more else Kind.NOT_REFUNDED_THERE, refunded, their_refunded
    return kind, captured, their_captured
