"""What is changed about an order after its sale, as one table, and the one entry that moves it on.

    a part is called off:  BEGUN → take_part_back → GOODS_BACK → return_money → DONE
    money is returned:     BEGUN → return_money → DONE
    the gateway refuses    → REFUSED, nothing was done
    cannot be finished     → NEEDS_OPERATOR, after many tries

It runs on the engine of the checkout: leased, resumed after a crash, every step may be repeated.
Pieces that are called off are promised when it begins, so there is no way back, only forward.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from domains.inventory import services as inventory
from domains.inventory.types import StockLine
from domains.kernel.errors import DomainError
from domains.kernel.ids import VariantId
from domains.kernel.money import Money
from domains.order import engine, running
from domains.order.engine import DONE, Done, Outcome, Refused, Waiting
from domains.order.models import Amendment
from domains.order.running import Work
from domains.order.statuses import OFF
from domains.order.types import AmendmentKind as Kind
from domains.order.types import AmendmentState as S
from domains.payment import services as payment
from domains.payment.errors import IllegalPaymentState
from domains.payment.types import RefundStatus

_MOST_TRIES = 10
_ASK_AGAIN = timedelta(seconds=2)


@dataclass
class Change(Work):
    """A change at work; `refusal` is why it will never happen."""

    refusal: DomainError | None = None

    @property
    def row(self) -> Amendment:
        """How it stands."""
        assert isinstance(self.process, Amendment)  # noqa: S101  for the types
        return self.process


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to the next."""

    begins: S
    act: Callable[[Change], Outcome]
    ends: S


def take_part_back(change: Change) -> Outcome:
    """The pieces are on the shelves again."""
    variants = {str(line.id): VariantId(line.variant_id) for line in change.lines}
    pieces = tuple(StockLine(variants[line_id], quantity) for line_id, quantity in change.row.lines)
    inventory.restock_part(change.order_id, part_id=change.row.id, lines=pieces)
    return DONE


def return_money(change: Change) -> Outcome:
    """The money is back where it came from."""
    row, order = change.row, change.order
    paid = [one for one in payment.list_payments((change.order_id,))[change.order_id] if one.captured]
    costs_nothing = row.kind == Kind.PART_CANCELLED and not row.amount
    if not paid or costs_nothing or order.status in OFF:
        # Nothing is to go back, or the whole order did in the meantime.
        return DONE
    amount = None if row.amount is None else Money(row.amount, order.currency)
    made = payment.refund_payment(paid[-1].id, amount=amount, reason=row.reason, key=row.key)
    if made.status is RefundStatus.PENDING:
        return Waiting(_ASK_AGAIN, for_worker=True)
    if made.status is RefundStatus.FAILED:
        raise IllegalPaymentState("The gateway refuses to return this.")
    return DONE


STEPS: Mapping[Kind, tuple[Step, ...]] = {
    Kind.PART_CANCELLED: (
        Step(S.BEGUN, take_part_back, S.GOODS_BACK),
        Step(S.GOODS_BACK, return_money, S.DONE),
    ),
    Kind.REFUND: (Step(S.BEGUN, return_money, S.DONE),),
}


def advance(change: Change) -> Change:
    """Go as far as the budget allows, then write down where that is."""
    steps = {step.begins.value: step for step in STEPS[Kind(change.row.kind)]}
    while change.may_go_on:
        step = steps[change.row.state]
        engine.attempt(
            change,
            step.act.__name__,
            partial(_go, step, change),
            most_tries=_MOST_TRIES,
            give_up=partial(_give_up, change),
        )
    running.write(change)
    return change


def _go(step: Step, change: Change) -> str:
    outcome = engine.act_on(change, step.act)
    match outcome:
        case Done():
            change.move(step.ends)
        case Waiting(delay, for_worker):
            change.pause(delay, for_worker=for_worker)
        case Refused(code, detail, cause=cause):
            row, change.refusal = change.row, cause
            row.failure_code, row.failure_detail = code[:60], detail[:300]
            row.reached = row.state
            # What was called off is promised: somebody has to see to the rest.
            change.move(S.REFUSED if row.kind == Kind.REFUND else S.NEEDS_OPERATOR)
    return engine.word_for(outcome)


def _give_up(change: Change, failure: Exception) -> None:
    change.row.reached, change.row.state = change.row.state, S.NEEDS_OPERATOR.value
