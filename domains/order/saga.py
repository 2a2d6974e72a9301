"""The checkout of an order as one table, and the one entry that moves it on.

    PLACED → reserve_stock → STOCK_RESERVED → take_payment → PAID → sell → CONFIRMED
    refused at once   → REJECTED, nothing to undo
    refused later     → COMPENSATING: the undoings, last first → CANCELLED
    cannot be undone  → NEEDS_OPERATOR, after many tries

Every step may be repeated: what a run did not write down before it ended is simply done again,
with the same reservation, the same payment and the same key at the gateway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domains.kernel import bus, clock
from domains.kernel.errors import DomainError
from domains.order import engine, running, steps
from domains.order.arrivals import ARRIVALS
from domains.order.engine import Done, Outcome, Refused, Waiting
from domains.order.running import Run
from domains.order.types import SagaState as S
from domains.payment import services as payment


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to the next, and the way back."""

    begins: S
    act: Callable[[Run], Outcome]
    ends: S
    undo: Callable[[Run], None]


STEPS = (
    #    from              does                 to                undone by
    Step(S.PLACED, steps.reserve_stock, S.STOCK_RESERVED, steps.release_stock),
    Step(S.STOCK_RESERVED, steps.take_payment, S.PAID, steps.give_money_back),
    Step(S.PAID, steps.sell, S.CONFIRMED, steps.take_goods_back),
)

# What is undone, in the order in which it is.
UNDOINGS = tuple(step.undo.__name__ for step in reversed(STEPS))
# Nobody waits long for a card; a sale that is paid, or a way back, is worth more patience.
_MOST_TRIES = {S.PLACED: 4, S.STOCK_RESERVED: 4, S.PAID: 8, S.COMPENSATING: 10}
_FROM = {step.begins: step for step in STEPS}


def advance(run: Run) -> Run:
    """Go as far as the budget allows, then write down where that is; the run that was the last to work."""
    with bus.ticking_off_at_once():
        with running.at_work_on(run.order_id):
            while run.may_go_on:
                _take_a_step(run)
        running.write(run)
    again = _payer_acted_meanwhile(run)
    return run if again is None else advance(again)


def _take_a_step(run: Run) -> None:
    if run.state is S.COMPENSATING:
        _attempt(run, "compensate", partial(_compensate, run))
    elif run.state is not S.PAID and clock.now() > run.saga.deadline_at:
        _begin_undoing(run, Refused("checkout_expired", "The payment was not made in time."))
    else:
        step = _FROM[run.state]
        _attempt(run, step.act.__name__, partial(_go, step, run))


def _payer_acted_meanwhile(run: Run) -> Run | None:
    """The run taken up again when its payment moved on after it was looked at.

    Whoever told of that found this run at work, and left it to us.
    """
    seen = run.payment
    if seen is None or not run.paused or run.for_worker:
        return None
    if payment.get_payment(seen.id).status is seen.status:
        return None
    return running.take(run.order_id, run.ends_at - clock.now())


def _go(step: Step, run: Run) -> str:
    outcome = engine.act_on(run, step.act)
    match outcome:
        case Done():
            run.move(step.ends)
            ARRIVALS[step.ends](run)
        case Waiting(delay, for_worker):
            run.pause(delay, for_worker=for_worker)
        case Refused(code, detail, facts) if run.state is S.PLACED and not _may_be_further(run):
            run.fail(code, detail, facts)
            run.move(S.REJECTED)
            ARRIVALS[S.REJECTED](run)
        case Refused():
            _begin_undoing(run, outcome)
    return engine.word_for(outcome)


def _may_be_further(run: Run) -> bool:
    """Whether an earlier run, which ended before it wrote down how far it was, asked for money."""
    return bool(payment.list_payments((run.order_id,))[run.order_id])


def _begin_undoing(run: Run, why: Refused) -> None:
    """The way forward is over. Even the step at hand may be half done."""
    run.fail(why.code, why.detail, why.facts)
    run.move(S.COMPENSATING)


def _compensate(run: Run) -> str:
    """Undo every step, last first: a run that crashed may have been further than is written down.

    What was never done is undone at no harm. What an operator did by hand is left out.
    """
    for step in reversed(STEPS):
        name = step.undo.__name__
        if name not in run.saga.skipped:
            with run.noting(name):
                step.undo(run)
    run.move(S.CANCELLED)
    ARRIVALS[S.CANCELLED](run)
    return "done"


def _attempt(run: Run, name: str, act: Callable[[], str]) -> None:
    engine.attempt(run, name, act, most_tries=_MOST_TRIES[run.state], give_up=partial(_give_up, run))


def _give_up(run: Run, failure: Exception) -> None:
    """What was tried too often is undone; what cannot be undone waits for an operator."""
    if run.state is S.COMPENSATING:
        run.saga.state = S.NEEDS_OPERATOR.value
        return
    code = failure.code if isinstance(failure, DomainError) else "checkout_failed"
    detail = failure.detail if isinstance(failure, DomainError) else "A part of the shop did not answer."
    _begin_undoing(run, Refused(code, detail))
