"""A process at work on an order: it holds the lease, gathers what came about, and writes it in one commit."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import cast
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from domains.kernel import bus, clock, context
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.events import Event
from domains.kernel.ids import OrderId, new_id
from domains.kernel.router import database_of
from domains.order import committing, summaries
from domains.order.events import CheckoutPaused
from domains.order.models import LIVE_STATES, Line, Order, Process, Saga, StatusChange
from domains.order.types import OrderStatus, SagaState
from domains.payment.types import NextAction, Payment

# No step begins after the budget's end, and none takes longer than this.
_LONGEST_STEP = timedelta(seconds=10)
_DUE_AFTER = timedelta(seconds=5)
# A gateway that is away for a day does not make a row of megabytes.
_LONGEST_LOG = 60

_at_work: ContextVar[OrderId | None] = ContextVar("at_work", default=None)

log = structlog.get_logger(__name__)


@contextmanager
def at_work_on(order_id: OrderId) -> Iterator[None]:
    """Until the block ends, what happens in this process is this checkout's own doing."""
    token = _at_work.set(order_id)
    try:
        yield
    finally:
        _at_work.reset(token)


def is_at_work_on(order_id: OrderId) -> bool:
    """Whether this process moves the checkout on right now."""
    return _at_work.get() == order_id


def request_budget() -> timedelta:
    """How long a request may work on a checkout before a worker goes on."""
    return timedelta(seconds=settings.CHECKOUT_TIME_BUDGET_S)


@dataclass
class Note:
    """What is to be said of a step that is at work."""

    outcome: str = "done"
    detail: str = ""


@dataclass
class Work:
    """A process at work on an order. Steps change it in memory; `write` makes it true."""

    order: Order
    process: Process
    ends_at: datetime
    paused: bool = False
    for_worker: bool = False
    order_changed: bool = False
    written: bool = False
    events: list[Event] = field(default_factory=list)
    changes: list[StatusChange] = field(default_factory=list)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What was ordered."""
        return tuple(self.order.lines.order_by("position"))

    @property
    def order_id(self) -> OrderId:
        return OrderId(self.order.id)

    @property
    def is_live(self) -> bool:
        """Whether something is left to do."""
        return self.process.state in self.process.live_states

    @property
    def patience(self) -> timedelta:
        """How long a call to the outside may take now."""
        return min(max(self.ends_at - clock.now(), timedelta(milliseconds=50)), _LONGEST_STEP)

    @property
    def may_go_on(self) -> bool:
        return not self.paused and self.is_live and clock.now() < self.ends_at

    def move(self, state: StrEnum) -> None:
        """The process is in this state now, with all its attempts before it."""
        self.process.state = state.value
        self.process.attempts, self.process.last_error = 0, ""

    @contextmanager
    def noting(self, step: str) -> Iterator[Note]:
        """The step with its outcome, time and failure stands in the log of the process."""
        note, at, began = Note(), clock.now(), time.perf_counter()
        try:
            yield note
        except Exception as failure:
            note.outcome, note.detail = "failed", f"{type(failure).__name__}: {failure}"[:200]
            raise
        finally:
            entry = {
                "step": step,
                "at": at.isoformat(timespec="milliseconds"),
                "ms": round((time.perf_counter() - began) * 1000),
                "outcome": note.outcome,
                "detail": note.detail,
                "by": context.current().actor,
            }
            self.process.steps = [*self.process.steps, entry][-_LONGEST_LOG:]

    def pause(self, delay: timedelta, *, for_worker: bool) -> None:
        """Stop here and go on after `delay`; `for_worker` says that it is not the payer's turn."""
        self.paused, self.for_worker = True, for_worker
        self.process.next_attempt_at = clock.now() + delay


@dataclass
class Run(Work):
    """A checkout at work."""

    payment: Payment | None = None
    next_action: NextAction | None = None

    @property
    def saga(self) -> Saga:
        """How the checkout stands."""
        return cast(Saga, self.process)

    @property
    def state(self) -> SagaState:
        return SagaState(self.saga.state)

    def change_status(self, to: OrderStatus, *, reason: str, by: str = "") -> None:
        """The order has another status now."""
        self.changes.append(
            StatusChange(
                order=self.order,
                from_status=self.order.status,
                to_status=to.value,
                reason=reason[:300],
                by=by or context.current().actor,
                at=clock.now(),
            )
        )
        self.order.status, self.order_changed = to.value, True

    def fail(self, code: str, detail: str, facts: Mapping[str, object]) -> None:
        """Forward is over: remember why, and how far it came."""
        self.saga.reached = self.saga.state
        self.saga.failure_code, self.saga.failure_detail = code[:60], detail[:300]
        self.saga.failure_facts = dict(facts)


def lease_for(budget: timedelta) -> Mapping[str, object]:
    """A fresh lease that outlasts any step begun within the budget."""
    until = clock.now() + budget + _LONGEST_STEP
    return {"lease": new_id(), "leased_until": until, "next_attempt_at": until}


def take(order_id: UUID, budget: timedelta, *, states: tuple[str, ...] = LIVE_STATES) -> Run | None:
    """The run of whoever gets the lease; None while another works, or when nothing is left to do."""
    now, lease = clock.now(), lease_for(budget)
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    if not Saga.objects.filter(free, order_id=order_id, state__in=states).update(**lease):
        return None
    order = Order.objects.select_related("saga").get(id=order_id)
    return Run(order, order.saga, ends_at=now + budget)


def write(work: Work) -> None:
    """Give the lease back with all that came about, in one commit.

    Nothing is written when the lease was no longer ours: whoever holds it repeats the steps,
    which changes nothing.
    """
    process, lease = work.process, work.process.lease
    if work.is_live and not work.paused:
        work.pause(timedelta(0), for_worker=True)
    if isinstance(process, Saga):
        if work.paused and work.for_worker:
            resume_at = process.next_attempt_at
            work.events.append(CheckoutPaused(order_id=work.order_id, resume_at=resume_at))
            # The worker is called by the event; the sweeper comes after it.
            process.next_attempt_at = resume_at + _DUE_AFTER
        if not work.is_live:
            process.method_token = ""
    try:
        _commit(work, lease)
    except ConcurrentWrite:
        # Somebody told of the same order at the same moment; by now they have.
        _commit(work, lease)


def _commit(work: Work, lease: UUID | None) -> None:
    process, order = work.process, work.order
    with transaction.atomic(using=database_of("order"), durable=True):
        if work.order_changed:
            listed = summaries.changes_by(work.events)
            ours = committing.give_back_with_order(process, lease, order, work.changes, listed)
        else:
            ours = committing.give_back(process, lease)
        if not ours:
            log.warning("a lease was lost", process=str(process), order_id=str(order.id))
            return
        if work.events:
            tell = bus.publish if work.order_changed else summaries.publish
            tell(*work.events)
    work.written = True
