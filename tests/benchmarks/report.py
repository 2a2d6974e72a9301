"""A run as a table, and as what it is required to be."""

from dataclasses import dataclass
from typing import Any

from tests.benchmarks.measuring import BARE, BARE_KEPT, BARE_SQL, HELLO, PGBENCH, PLACE, PURCHASE, Run

# Of fewer answers the p99 is nearly the slowest one.
_ENOUGH_FOR_A_P99 = 300
_FLOORS = (HELLO, BARE, BARE_KEPT, BARE_SQL)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of what must hold."""

    name: str
    measured: float
    bound: float
    aim: float | None
    at_most: bool
    unit: str = ""
    is_shown: bool = True

    @property
    def holds(self) -> bool:
        """Never what the run was too short to show."""
        if not self.is_shown:
            return False
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        aim = f", aim {self.aim:g}" if self.aim is not None else ""
        verdict = "holds" if self.holds else "misses" if self.is_shown else "not shown, too few answers"
        return f"{self.name:<66}{self.measured:>8.2f}{self.unit}  {sign} {self.bound:g}{aim}: {verdict}"


def requirements(run: Run, *, few: int, many: int) -> list[Requirement]:
    """What the shop promises, held against the floors of the same run."""
    place_few, place_many, purchase = run[PLACE, few], run[PLACE, many], run[PURCHASE, many]
    errors = len(place_many.errors) + len(purchase.errors) + len(place_few.errors)
    tail = place_many.latency_ms(0.99) / place_many.latency_ms(0.5)
    return [
        *(
            Requirement(
                f"place order p50 / {bare} p50, {few} client",
                place_few.latency_ms(0.5) / run[bare, few].latency_ms(0.5),
                2.5,
                1.5,
                at_most=True,
            )
            for bare in (BARE, BARE_KEPT)
        ),
        *(
            Requirement(
                f"whole purchase rate / {bare} rate, {many} clients",
                purchase.rate / run[bare, many].rate,
                0.15,
                0.3,
                at_most=False,
            )
            for bare in (BARE, BARE_KEPT)
        ),
        Requirement(
            f"whole purchase, web CPU an order, {many} clients", purchase.cpu("web"), 40, 20, True, " ms"
        ),
        Requirement(
            f"place order p99 / p50, {many} clients",
            tail,
            2.5,
            2.0,
            at_most=True,
            is_shown=min(len(load.latencies_s) for load in place_many.rounds) >= _ENOUGH_FOR_A_P99,
        ),
        Requirement("errors", errors, 0, None, at_most=True),
    ]


def table(run: Run) -> str:
    """Every figure of the run."""
    head = f"{'path':<32}{'clients':>8}{'answers':>9}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    lines = [head + f"{'errors':>8}{'web CPU ms':>12}{'PostgreSQL':>12}{'worker':>9}"]
    for (path, clients), figures in run.items():
        cpu = [None if path == PGBENCH else figures.cpu(_works_for(path)), figures.cpu("postgres")]
        worker = figures.cpu("worker") if path in (PLACE, PURCHASE) else None
        lines.append(
            f"{path:<32}{clients:>8}{figures.answers:>9}{figures.rate:>10.1f}{figures.latency_ms(0.5):>9.2f}"
            f"{figures.latency_ms(0.95):>9.2f}{figures.latency_ms(0.99):>9.2f}{len(figures.errors):>8}"
            f"{_or_dash(cpu[0]):>12}{_or_dash(cpu[1]):>12}{_or_dash(worker):>9}"
        )
    return "\n".join(lines)


def as_json(run: Run, required: list[Requirement], facts: dict[str, Any]) -> dict[str, Any]:
    """The same for a machine."""
    return {
        **facts,
        "figures": [
            {
                "path": path,
                "clients": clients,
                "answers": figures.answers,
                "per_second": figures.rate,
                "p50_ms": figures.latency_ms(0.5),
                "p95_ms": figures.latency_ms(0.95),
                "p99_ms": figures.latency_ms(0.99),
                "errors": figures.errors[:20],
                "cpu_ms": {name: figures.cpu(name) for name in figures.cpu_ms},
            }
            for (path, clients), figures in run.items()
        ],
        "required": [
            {"name": row.name, "measured": row.measured, "bound": row.bound, "holds": row.holds}
            for row in required
        ],
    }


def _works_for(path: str) -> str:
    # A path at some size is called by its name and the size.
    return "floor" if path.partition(", ")[0] in _FLOORS else "web"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
