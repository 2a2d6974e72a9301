"""Where something may break, what breaks there, and the dice that decide."""

import random
import sys
from collections import Counter
from dataclasses import dataclass, field

CRASHES = ("crash before", "crash after")
_CHANCE = 0.25
KINDS = {
    # A commit may be lost, or done without anybody being told.
    "commit": (*CRASHES, "lost", "unknown"),
    "write": (*CRASHES, "lost", "unknown"),
    "gateway": (*CRASHES, "timeout before", "timeout after", "failure before", "failure after"),
    "enqueue": (*CRASHES, "broker away", "dropped", "twice"),
    "handler": (*CRASHES, "failure before", "failure after"),
    "publish": CRASHES,
}


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place in the code where the outside is touched: `commit` by `order.placing.place`."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind} of {self.place}"


@dataclass(frozen=True, slots=True)
class Injected:
    """The fault that was put at the nth point that a scenario reached."""

    at: int
    fault: str
    point: Point
    flow: str

    def __str__(self) -> str:
        return f"#{self.at:<4} {self.fault:<15} {self.flow}: {self.point}"


@dataclass(frozen=True, slots=True)
class Way:
    """How to come to a point again: the seed, the faults before it, and which point it is."""

    seed: int
    plan: tuple[tuple[int, str], ...]
    at: int


@dataclass
class Coverage:
    """Every point that was ever reached with the way there, and how often which fault was put there."""

    reached: dict[Point, Way] = field(default_factory=dict)
    faults: Counter[tuple[Point, str]] = field(default_factory=Counter)
    flows: dict[str, set[Point]] = field(default_factory=dict)
    by_flow: Counter[str] = field(default_factory=Counter)

    @property
    def missing(self) -> list[tuple[Point, str]]:
        """The crashes that did not happen yet."""
        return [
            (point, crash)
            for point in sorted(self.reached)
            for crash in CRASHES
            if not self.faults[point, crash]
        ]

    def merge(self, other: "Coverage") -> None:
        self.reached = {**other.reached, **self.reached}
        self.faults += other.faults
        self.by_flow += other.by_flow
        for flow, points in other.flows.items():
            self.flows[flow] = self.flows.get(flow, set()) | points


class Dice:
    """Decides at each point whether something breaks: by chance from a seed, or by a plan that is given."""

    def __init__(
        self, seed: int, coverage: Coverage, *, budget: int, plan: dict[int, str] | None = None
    ) -> None:
        self._seed, self._random = seed, random.Random(f"faults {seed}")
        self._coverage, self._budget, self._plan = coverage, budget, plan
        self._count = 0
        self.flow = "setting up"
        self.armed = False
        self.injected: list[Injected] = []

    def roll(self, kind: str) -> str:
        """What breaks here and now; nothing for the empty answer."""
        if not self.armed:
            return ""
        point, at = Point(kind, _caller()), self._count
        self._count += 1
        self._coverage.flows.setdefault(self.flow, set()).add(point)
        if point not in self._coverage.reached:
            before = tuple((one.at, one.fault) for one in self.injected)
            self._coverage.reached[point] = Way(self._seed, before, at)
        fault = self._plan.get(at, "") if self._plan is not None else self._by_chance(point)
        if fault not in KINDS[kind]:
            # A plan with fewer faults comes to other points in other places.
            return ""
        self.injected.append(Injected(at, fault, point, self.flow))
        self._coverage.faults[point, fault] += 1
        self._coverage.by_flow[self.flow] += 1
        return fault

    def _by_chance(self, point: Point) -> str:
        if len(self.injected) >= self._budget:
            return ""
        return self._random.choice(KINDS[point.kind]) if self._random.random() < _CHANCE else ""


def _caller() -> str:
    """The innermost function of a domain that is at work, the kernel left out."""
    frame = sys._getframe(2)
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("domains.") and not module.startswith("domains.kernel."):
            return f"{module.removeprefix('domains.')}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "kernel"
