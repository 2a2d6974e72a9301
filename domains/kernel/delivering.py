"""How stored events reach their handlers: right after the commit, and again until it is done.

A handler gets the events of one stream in their order: while an earlier one waits to be tried
again, later ones wait behind it, and those of other streams flow on. A poisonous event is dead
after its tries, and its stream flows on as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connections, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from domains.kernel import clock, context
from domains.kernel.events import Event, from_payload
from domains.kernel.models import OVER, Publication, PublicationStatus
from domains.kernel.postgresql.base import waiting
from domains.kernel.router import every_database
from domains.kernel.subscriptions import can_wait, find_handler

MAX_ATTEMPTS = 8
_LEASE = timedelta(seconds=120)
_LONGEST_PAUSE_S = 600
_CLAIMED_AT_ONCE = 50
_TICK_OFF = "UPDATE kernel_publication SET status = 'done', attempts = 1 WHERE id = ANY(%s)"

log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class Rest:
    """What a piece of work leaves for its end: who can wait to be told, and what is to be ticked off."""

    puts_off: bool
    untold: list[tuple[Mapping[UUID, Event], list[Publication], str]] = field(default_factory=list)
    done: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_any(self) -> bool:
        """Whether something is left."""
        return bool(self.untold) or any(self.done.values())

    def settle(self) -> None:
        """Tell who was not told yet, and tick all of it off, by one statement for each database."""
        while self.untold:
            _tell(*self.untold.pop(0), self)
        for alias, done in self.done.items():
            _tick_off(done, alias)
            done.clear()

    def settle_within(self, seconds: float) -> None:
        """The same; raises OperationalError for a statement that takes longer than this."""
        with ExitStack() as stack:
            for connection in connections.all(initialized_only=True):
                if connection.connection is not None:
                    stack.enter_context(waiting(connection, seconds))
            self.settle()


_rest: ContextVar[Rest | None] = ContextVar("rest", default=None)


@contextmanager
def ticking_off_at_once() -> Iterator[Rest]:
    """What is delivered until the block ends is ticked off then, all at once.

    A process that dies before it, or fails, leaves all of it to be delivered again, which changes nothing.
    """
    if outer := _rest.get():
        yield outer
        return
    with _keeping(Rest(puts_off=False)) as rest:
        yield rest
        rest.settle()


@contextmanager
def putting_off() -> Iterator[Rest]:
    """Until the block ends, whoever can wait is not told: `settle` what is left after the answer."""
    with _keeping(Rest(puts_off=True)) as rest:
        yield rest


@contextmanager
def _keeping(rest: Rest) -> Iterator[Rest]:
    token = _rest.set(rest)
    try:
        yield rest
    finally:
        _rest.reset(token)


def deliver_first(facts: Mapping[UUID, Event], publications: Collection[Publication], alias: str) -> None:
    """Hand over what was just committed; what has to wait for an earlier event is delivered again."""
    with ticking_off_at_once() as rest:
        patient = [row for row in publications if rest.puts_off and can_wait(row.handler)]
        if patient:
            rest.untold.append((facts, patient, alias))
        _tell(facts, [row for row in publications if row not in patient], alias, rest)


def _tell(facts: Mapping[UUID, Event], publications: Collection[Publication], alias: str, rest: Rest) -> None:
    held, waiting = set[tuple[str, str]](), []
    for row in publications:
        place = (row.event.stream, row.handler)
        row.attempts = 1
        if row.next_attempt_at <= row.event.occurred_at or place in held:
            waiting.append(row.pk)
        elif _handle(row, alias, facts[row.event_id]):
            rest.done[alias].append(row.pk)
        else:
            held.add(place)
    if waiting:
        # It may be for one of those that are left.
        rest.settle()
        _rows(waiting, alias).update(next_attempt_at=clock.now())
        # What they waited for may be done by now.
        _redeliver_in(alias, len(waiting))


def redeliver_due(*, limit: int = 200) -> int:
    """Deliver what no process finished: how many publications were done."""
    return sum(_redeliver_in(alias, limit) for alias in every_database())


def _redeliver_in(alias: str, limit: int) -> int:
    done = tried = 0
    # Each round brings the next events of the streams whose first ones are done now.
    while tried < limit and (claimed := _claim_due(alias, min(limit - tried, _CLAIMED_AT_ONCE))):
        tried += len(claimed)
        handled = [row.pk for row in claimed if _handle(row, alias)]
        _rows(handled, alias).update(status=PublicationStatus.DONE)
        done += len(handled)
    return done


def _claim_due(alias: str, limit: int) -> list[Publication]:
    """Lease what is due and whose turn it is, so that no two processes deliver it at once."""
    earlier = (
        Publication.objects.using(alias)
        .filter(
            handler=OuterRef("handler"),
            event__stream=OuterRef("event__stream"),
            event__version__lt=OuterRef("event__version"),
        )
        .exclude(status__in=OVER)
    )
    with transaction.atomic(using=alias):
        due = list(
            Publication.objects.using(alias)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .exclude(status__in=OVER)
            .filter(~Exists(earlier), next_attempt_at__lte=clock.now())
            .order_by("event__occurred_at", "event__version")[:limit]
        )
        lease = {"status": PublicationStatus.PROCESSING, "next_attempt_at": clock.now() + _LEASE}
        _rows([row.pk for row in due], alias).update(**lease, attempts=F("attempts") + 1)
    for row in due:
        row.attempts += 1
    return due


def _handle(publication: Publication, alias: str, event: Event | None = None) -> bool:
    """Run one handler; True when it is done, else the failure is on the row."""
    stored = publication.event
    with context.bound(correlation_id=stored.correlation_id, causation_id=str(stored.id), actor=stored.actor):
        try:
            if publication.attempts > MAX_ATTEMPTS:
                raise ChildProcessError("every process that handled it ended before it was done")
            handler = find_handler(stored.name, publication.handler)
            handler(event or from_payload(stored.name, stored.payload))
        except Exception as failure:
            log.exception("event handler failed", handler=publication.handler, event_name=stored.name)
            _fail(publication, failure, alias)
            return False
    return True


def _fail(publication: Publication, failure: Exception, alias: str) -> None:
    dead = publication.attempts >= MAX_ATTEMPTS
    pause = timedelta(seconds=min(2**publication.attempts, _LONGEST_PAUSE_S))
    _rows([publication.pk], alias).update(
        status=PublicationStatus.DEAD if dead else PublicationStatus.FAILED,
        attempts=publication.attempts,
        next_attempt_at=clock.now() + pause,
        last_error=f"{type(failure).__name__}: {failure}"[:2000],
    )


def _tick_off(publication_ids: list[int], alias: str) -> None:
    if publication_ids:
        with connections[alias].cursor() as cursor:
            cursor.execute(_TICK_OFF, [publication_ids])


def _rows(publication_ids: Collection[int], alias: str) -> "QuerySet[Publication]":
    return Publication.objects.using(alias).filter(pk__in=publication_ids)
