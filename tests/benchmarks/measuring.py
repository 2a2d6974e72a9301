"""One round after the other: everything that is measured has its turn in each, so that all see the same machine."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from statistics import median
from typing import Protocol

from tests.benchmarks import asking, pgbench
from tests.benchmarks.clients import Client, Load, drive
from tests.benchmarks.shop import Ground

HELLO, BARE, PGBENCH = "hello", "bare view", "pgbench"
BARE_KEPT, BARE_SQL = "bare view, kept", "bare view in SQL"
PLACE, PURCHASE = "place order", "whole purchase"


_MOMENT_S = 0.3


class Path(Protocol):
    """One thing that is measured."""

    def __call__(self, clients: int, seconds: float, dice: Random) -> Load:
        """What came of so many clients that ask for it so long."""


@dataclass
class Figures:
    """One path with so many clients, over all rounds."""

    rounds: list[Load] = field(default_factory=list)
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)

    def add(self, load: Load, spent_s: dict[str, float]) -> None:
        self.rounds.append(load)
        for name, seconds in spent_s.items():
            self.cpu_ms.setdefault(name, []).append(1000 * seconds / max(1, len(load.latencies_s)))

    @property
    def rate(self) -> float:
        """Answers a second, the median of the rounds."""
        return median(len(load.latencies_s) / load.took_s for load in self.rounds)

    def latency_ms(self, share: float) -> float:
        """Within which this share of each round's requests was answered, the median of the rounds."""
        return median(_quantile(load.latencies_s, share) for load in self.rounds)

    def cpu(self, process: str) -> float:
        """Milliseconds on a core for each answer, the median of the rounds."""
        return median(self.cpu_ms[process])

    @property
    def answers(self) -> int:
        return sum(len(load.latencies_s) for load in self.rounds)

    @property
    def errors(self) -> list[str]:
        return [error for load in self.rounds for error in load.errors]


Run = dict[tuple[str, int], Figures]


def measure(
    ground: Ground,
    paths: Mapping[str, Path],
    *,
    rounds: int,
    seconds: float,
    clients: tuple[int, ...],
    seed: int,
    warm: Collection[str] = (),
    say: Callable[[str], None] = lambda line: None,
) -> Run:
    """Every path with every number of clients, in every round; one short turn before, to warm up.

    What a `warm` path asks for is asked for a moment before each of its turns: what is kept of it for a minute
    would else be gone in some of them.
    """
    run: Run = {(path, number): Figures() for number in clients for path in paths}
    for turn in range(rounds + 1):
        for path, number in run:
            warm_up = turn == 0
            dice = Random(f"{seed} {turn} {path} {number}")
            if path in warm and not warm_up:
                paths[path](number, _MOMENT_S, Random(dice.random()))
            before = ground.cpu_s()
            load = paths[path](number, min(seconds, 1.0) if warm_up else seconds, dice)
            # What the worker still does for it counts with it.
            ground.settle()
            if not warm_up:
                after = ground.cpu_s()
                run[path, number].add(load, {name: after[name] - before[name] for name in before})
        say(f"  round {turn} of {rounds}" if turn else "  warmed up")
    return run


def asked_at(url: str, ask_with: asking.Asking) -> Path:
    """Clients that each keep a connection to the address."""

    def turn(clients: int, seconds: float, dice: Random) -> Load:
        actions = [ask_with(Client(url), Random(dice.getrandbits(64))) for _ in range(clients)]
        return drive(actions, seconds)

    return turn


def purchases(ground: Ground) -> dict[str, Path]:
    """A purchase, and everything that it could not cost less than."""
    variants, floor, shop = ground.variants, ground.floor_url, ground.shop_url

    def in_pgbench(clients: int, seconds: float, dice: Random) -> Load:
        seed = dice.getrandbits(31)
        return pgbench.run(
            ground.floor_database, clients=clients, seconds=seconds, variants=len(variants), seed=seed
        )

    return {
        HELLO: asked_at(floor, asking.hello),
        BARE: asked_at(floor, asking.bare_purchase(len(variants), "/purchase-afresh")),
        BARE_KEPT: asked_at(floor, asking.bare_purchase(len(variants))),
        BARE_SQL: asked_at(floor, asking.bare_purchase(len(variants), "/purchase-in-sql")),
        PGBENCH: in_pgbench,
        PLACE: asked_at(shop, asking.place_order(variants)),
        PURCHASE: asked_at(shop, asking.whole_purchase(variants)),
    }


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")
