"""One run of a checkout: it holds the lease, gathers what came about, and writes it in one commit."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from domains.kernel import clock, context
from domains.kernel.errors import ConcurrentWrite
from domains.kernel.events import Event
from domains.kernel.ids import OrderId, new_id
from domains.kernel.router import database_of
from domains.order import summaries
from domains.order.events import CheckoutPaused
from domains.order.models import LIVE_STATES, Line, Order, Saga, StatusChange
from domains.order.types import OrderStatus, SagaState
from domains.payment.types import NextAction, Payment

# No step begins after the budget's end, and none takes longer than this.
_LONGEST_STEP = timedelta(seconds=10)
_DUE_AFTER = timedelta(seconds=5)
# A gateway that is away for a day does not make a row of megabytes.
_LONGEST_LOG = 60

log = structlog.get_logger(__name__)


def request_budget() -> timedelta:
    """How long a request may work on a checkout before a worker goes on."""
    return timedelta(seconds=settings.CHECKOUT_TIME_BUDGET_S)


@dataclass
class Note:
    """What is to be said of a step that is at work."""

    outcome: str = "done"
    detail: str = ""


@dataclass
class Run:
    """A checkout at work. Steps change it in memory; `write` makes it true."""

    order: Order
    saga: Saga
    ends_at: datetime
    payment: Payment | None = None
    next_action: NextAction | None = None
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
    def state(self) -> SagaState:
        return SagaState(self.saga.state)

    @property
    def patience(self) -> timedelta:
        """How long a call to the outside may take now."""
        return min(max(self.ends_at - clock.now(), timedelta(milliseconds=50)), _LONGEST_STEP)

    @property
    def may_go_on(self) -> bool:
        return not self.paused and self.state in LIVE_STATES and clock.now() < self.ends_at

    def move(self, state: SagaState) -> None:
        """The saga is in this state now, with all its attempts before it."""
        self.saga.state, self.saga.attempts, self.saga.last_error = state.value, 0, ""

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

    @contextmanager
    def noting(self, step: str) -> Iterator["Note"]:
        """The step with its outcome, time and failure stands in the checkout's log."""
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
            self.saga.steps = [*self.saga.steps, entry][-_LONGEST_LOG:]

    def pause(self, delay: timedelta, *, for_worker: bool) -> None:
        """Stop here and go on after `delay`; `for_worker` says that it is not the payer's turn."""
        self.paused, self.for_worker = True, for_worker
        self.saga.next_attempt_at = clock.now() + delay


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


def write(run: Run) -> None:
    """Give the lease back with all that came about, in one commit.

    Nothing is written when the lease was no longer ours: whoever holds it repeats the steps,
    which changes nothing.
    """
    saga, lease = run.saga, run.saga.lease
    if run.state in LIVE_STATES and not run.paused:
        run.pause(timedelta(0), for_worker=True)
    if run.paused and run.for_worker:
        resume_at = saga.next_attempt_at
        run.events.append(CheckoutPaused(order_id=run.order_id, resume_at=resume_at))
        # The worker is called by the event; the sweeper comes after it.
        saga.next_attempt_at = resume_at + _DUE_AFTER
    if run.state not in LIVE_STATES:
        saga.method_token = ""
    try:
        _commit(run, lease)
    except ConcurrentWrite:
        # Somebody told of the same order at the same moment; by now they have.
        _commit(run, lease)


def _commit(run: Run, lease: UUID | None) -> None:
    saga, order, now = run.saga, run.order, clock.now()
    with transaction.atomic(using=database_of("order"), durable=True):
        ours = Saga.objects.filter(order_id=order.id, lease=lease).update(
            **{name: getattr(saga, name) for name in _WRITTEN}, lease=None, leased_until=None, updated_at=now
        )
        if not ours:
            log.warning("the checkout's lease was lost", order_id=str(order.id))
            return
        if run.order_changed:
            Order.objects.filter(id=order.id).update(
                status=order.status,
                payment_status=order.payment_status,
                captured=order.captured,
                updated_at=now,
            )
            StatusChange.objects.bulk_create(run.changes)
        if run.events:
            summaries.publish(*run.events)
    run.written = True


_WRITTEN: tuple[str, ...] = (
    "state",
    "reached",
    "attempts",
    "next_attempt_at",
    "method_token",
    "failure_code",
    "failure_detail",
    "failure_facts",
    "last_error",
    "steps",
    "skipped",
)
