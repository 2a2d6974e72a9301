"""A checkout step by step: what it has to do, how far each step is, and every try."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domains.order import saga
from domains.order.admin.timeline import in_words
from domains.order.models import Process, Saga
from domains.order.types import SagaState
from domains.user import services as user

_ORDER = (SagaState.PLACED, SagaState.STOCK_RESERVED, SagaState.PAID, SagaState.CONFIRMED)
_COLOURS = {
    "done": "success",
    "failed": "danger",
    "refused": "warning",
    "waiting": "info",
    "skipped": "warning",
    "at hand": "info",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the way: a step, where it stands, and the step that undoes it."""

    does: str
    stands: str
    colour: str
    undone_by: str
    undoing: str
    undoing_colour: str


@dataclass(frozen=True, slots=True)
class Try:
    """One entry of the log."""

    at: datetime
    step: str
    outcome: str
    colour: str
    detail: str
    ms: int
    by: str


def tries_of(process: Process) -> tuple[Try, ...]:
    """Every try of its steps, the newest first."""
    names = user.get_actor_names({entry["by"] for entry in process.steps})
    return tuple(
        Try(
            datetime.fromisoformat(entry["at"]),
            in_words(entry["step"]),
            entry["outcome"],
            _COLOURS.get(entry["outcome"], ""),
            entry["detail"],
            entry["ms"],
            names[entry["by"]],
        )
        for entry in reversed(process.steps)
    )


def stages_of(row: Saga) -> tuple[Stage, ...]:
    """The whole way of this checkout."""
    last = {entry["step"]: entry["outcome"] for entry in row.steps}
    return tuple(_stage(row, step, last) for step in saga.STEPS)


def _stage(row: Saga, step: saga.Step, last: dict[str, Any]) -> Stage:
    backwards = row.state not in _ORDER
    far = SagaState(row.reached if backwards else row.state)
    at = _ORDER.index(far) if far in _ORDER else 0
    mine = _ORDER.index(step.begins)
    stands = "done" if mine < at else "to do"
    if mine == at:
        stands = last.get(step.act.__name__, "at hand") if not backwards else "not done"
    undoing = ""
    if backwards and row.state != SagaState.REJECTED:
        undoing = last.get(step.undo.__name__, "to do")
    return Stage(
        in_words(step.act.__name__),
        stands,
        _COLOURS.get(stands, ""),
        in_words(step.undo.__name__),
        undoing,
        _COLOURS.get(undoing, ""),
    )
