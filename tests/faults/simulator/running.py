"""Many scenarios in a row, the shortest way to what went wrong, and the report."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.faults.simulator import scenario
from tests.faults.simulator.points import Coverage
from tests.faults.simulator.scenario import Verdict

_MOST_SHRINKING = 60
_DIRECTED_ROUNDS = 3


@dataclass
class Report:
    """What a run came to."""

    scenarios: int = 0
    orders: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    coverage: Coverage = field(default_factory=Coverage)
    failures: list[Verdict] = field(default_factory=list)
    took_s: float = 0.0

    def add(self, verdict: Verdict) -> None:
        self.scenarios += 1
        self.orders += verdict.orders
        self.faults.update(one.fault for one in verdict.injected)

    def merge(self, other: "Report") -> None:
        self.scenarios += other.scenarios
        self.orders += other.orders
        self.faults += other.faults
        self.failures += other.failures
        self.coverage.merge(other.coverage)


def simulate(
    seeds: Iterable[int], *, enough: Callable[[Report], bool] = lambda _: False, patience: int = 3
) -> Report:
    """Play the seeds until `enough`, then let the process die wherever it did not yet."""
    report, began = Report(), time.monotonic()
    stage = _Stage(report, patience)
    for seed in seeds:
        if stage.is_over or enough(report):
            break
        stage.play(seed)
    for _ in range(_DIRECTED_ROUNDS):
        # On the way to one crash other points may be reached for the first time.
        for point, crash in report.coverage.missing:
            way = report.coverage.reached[point]
            stage.play(way.seed, {**dict(way.plan), way.at: crash})
    report.took_s = time.monotonic() - began
    return report


class _Stage:
    """Where scenarios are played one after the other, with the same goods."""

    def __init__(self, report: Report, patience: int) -> None:
        self._report, self._patience = report, patience
        self._shelf = scenario.open_shop()

    @property
    def is_over(self) -> bool:
        return len(self._report.failures) >= self._patience

    def play(self, seed: int, plan: dict[int, str] | None = None) -> None:
        if self.is_over:
            return
        verdict = scenario.play(seed, self._shelf, self._report.coverage, plan)
        self._report.add(verdict)
        if verdict.wrong:
            self._report.failures.append(self._shortest(verdict))

    def _shortest(self, verdict: Verdict) -> Verdict:
        """The same scenario with as few faults as still break it: first many are left out, then single ones."""
        size, tries = len(verdict.injected), 0
        while size and tries < _MOST_SHRINKING:
            plan = {one.at: one.fault for one in verdict.injected}
            places = sorted(plan, reverse=True)
            for start in range(0, len(places), size):
                left_out = places[start : start + size]
                fewer = {place: fault for place, fault in plan.items() if place not in left_out}
                again = scenario.play(verdict.seed, self._shelf, Coverage(), plan=fewer)
                tries += 1
                if again.wrong:
                    verdict = again
                    break
            else:
                size //= 2
                continue
            size = min(size, len(verdict.injected))
        return verdict
