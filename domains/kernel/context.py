"""Who asked, and which request it all began with: carried from HTTP to events, tasks and logs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import structlog

from domains.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Context:
    """`correlation_id` names the request, `causation_id` the event that led here, `actor` the person."""

    correlation_id: str = ""
    causation_id: str = ""
    actor: str = "system"


_current: ContextVar[Context | None] = ContextVar("context", default=None)


def current() -> Context:
    """The present context; a fresh correlation id when nothing began one."""
    return _current.get() or Context(correlation_id=str(new_id()))


@contextmanager
def bound(**changes: str) -> Iterator[Context]:
    """Work under a changed context until the block ends; the log lines carry it."""
    context = replace(current(), **changes)
    token = _current.set(context)
    with structlog.contextvars.bound_contextvars(correlation_id=context.correlation_id, actor=context.actor):
        try:
            yield context
        finally:
            _current.reset(token)


def act_as(actor: str) -> None:
    """What is left of the present block is this actor's doing: a request learns late whose it is."""
    _current.set(replace(current(), actor=actor))
    structlog.contextvars.bind_contextvars(actor=actor)


def to_headers() -> dict[str, str]:
    """The context as task headers."""
    context = current()
    return {
        "correlation_id_": context.correlation_id,
        "causation_id_": context.causation_id,
        "actor_": context.actor,
    }


def from_headers(headers: Mapping[str, object]) -> dict[str, str]:
    """The changes for `bound` that a task's headers carry."""
    return {
        name: str(headers[f"{name}_"])
        for name in ("correlation_id", "causation_id", "actor")
        if headers.get(f"{name}_")
    }
