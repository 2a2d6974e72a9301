"""A checkout that goes on: finished by a worker, taken up after a crash, tried again by an operator."""

import time
from datetime import timedelta
from uuid import UUID

from domains.kernel import context
from domains.kernel.ids import OrderId
from domains.kernel.transactions import stepwise
from domains.order import amending, changing, opening, queries, running, saga
from domains.order.errors import CheckoutRunning, StepUnfit
from domains.order.services.reading import get_order
from domains.order.types import Order, SagaState

WORKERS_BUDGET = timedelta(seconds=10)
_LONGEST_SWEEP_S = 60.0


@stepwise
def advance_order(order_id: OrderId, *, budget: timedelta | None = None) -> Order:
    """The order after its checkout went as far as it could; nothing happens while another is at it.

    Raises OrderNotFound.
    """
    advance(order_id, budget if budget is not None else WORKERS_BUDGET)
    return get_order(order_id)


def advance(order_id: UUID, budget: timedelta) -> bool:
    """Whether this call worked on the checkout; not when another is at it."""
    run = running.take(order_id, budget)
    if run is None:
        return False
    saga.advance(run)
    return True


@stepwise
def resume_orders(*, limit: int = 50) -> int:
    """How many checkouts and changes that nobody worked on were taken up again, the longest waiting first.

    One sweep begins nothing new after a minute: a gateway may be slow for all of them.
    """
    ends_at, resumed = time.monotonic() + _LONGEST_SWEEP_S, 0
    for order_id in queries.due_sagas(limit):
        if time.monotonic() > ends_at:
            return resumed
        resumed += advance(order_id, WORKERS_BUDGET)
    for amendment_id in queries.due_amendments(limit):
        if time.monotonic() > ends_at:
            return resumed
        resumed += _go_on(opening.take_up(amendment_id, WORKERS_BUDGET))
    return resumed


def _go_on(change: amending.Change | None) -> bool:
    if change is not None:
        amending.advance(change)
    return change is not None


@stepwise
def retry_amendment(amendment_id: UUID) -> None:
    """A change of an order that waited, or stood still, was tried again at once.

    Raises CheckoutRunning when there is nothing to try, or somebody is at it.
    """
    began = opening.begin_again(amendment_id, WORKERS_BUDGET)
    if not _go_on(began):
        raise CheckoutRunning("There is nothing to try again, or it is at work at this moment.")


@stepwise
def skip_undoing(order_id: OrderId, *, step: str, reason: str, by: str) -> Order:
    """The order after its undoing went on without this step, which somebody did by hand.

    What it would have given back stays where it is: money that stays charged shows as a break.
    Raises OrderNotFound, StepUnfit unless the checkout is being undone, CheckoutRunning.
    """
    if get_order(order_id).saga not in (SagaState.COMPENSATING, SagaState.NEEDS_OPERATOR):
        raise StepUnfit(fit=())
    if step not in saga.UNDOINGS:
        raise StepUnfit(fit=saga.UNDOINGS)
    run = changing.begin_cancelling(order_id, reason=reason, by=by, budget=WORKERS_BUDGET)
    if run is not None:
        with context.bound(actor=by), run.noting(step) as note:
            note.outcome, note.detail = "skipped", reason[:200]
        run.saga.skipped = [*run.saga.skipped, step]
        saga.advance(run)
    return get_order(order_id)


@stepwise
def retry_order(order_id: OrderId) -> Order:
    """The order after a checkout that stood still was tried again at once.

    Raises OrderNotFound, CheckoutRunning.
    """
    if get_order(order_id).saga is SagaState.NEEDS_OPERATOR:
        run = changing.begin_cancelling(
            order_id, reason="", by=context.current().actor, budget=WORKERS_BUDGET
        )
        if run is not None:
            saga.advance(run)
    elif not advance(order_id, WORKERS_BUDGET):
        raise CheckoutRunning("There is nothing to try again, or it is at work at this moment.")
    return get_order(order_id)
