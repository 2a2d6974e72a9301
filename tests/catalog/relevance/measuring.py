"""nDCG@10: how near an engine's first ten come to the best order there is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from tests.catalog.relevance.queries import Judged

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """A query with the slugs that were found and the figure, 0 to 1."""

    query: Judged
    found: tuple[str, ...]
    ndcg: float


def measure(queries: Iterable[Judged], search: Callable[[str], Sequence[str]]) -> tuple[Measured, ...]:
    """Each query with what `search` finds for it, best first."""
    measured = []
    for query in queries:
        found = tuple(search(query.text)[:DEPTH])
        measured.append(Measured(query, found, ndcg(found, query.grades)))
    return tuple(measured)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 for the best order there is, 0 when nothing of the first ten fits."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(slug, 0) for slug in found]) / best


def by_kind(measured: Iterable[Measured]) -> dict[str, float]:
    """The mean of each kind of query, and that of all under "all"."""
    kinds: dict[str, list[float]] = {}
    for one in measured:
        kinds.setdefault(one.query.kind, []).append(one.ndcg)
        kinds.setdefault("all", []).append(one.ndcg)
    return {kind: fmean(kinds[kind]) for kind in sorted(kinds, key=lambda kind: (kind == "all", kind))}


def report(engine: str, measured: Sequence[Measured]) -> str:
    """The figures as a table, then the queries that fare worst."""
    count = {kind: sum(one.query.kind == kind for one in measured) for kind in by_kind(measured)}
    count["all"] = len(measured)
    rows = [f"{kind:15} {count[kind]:7} {mean:8.3f}" for kind, mean in by_kind(measured).items()]
    worst = sorted(measured, key=lambda one: one.ndcg)[:15]
    shown = [
        f"{one.ndcg:.3f}  {one.query.kind}: {one.query.text} -> {', '.join(one.found[:4]) or 'nothing'}"
        for one in worst
    ]
    head = f"{engine:15} queries  nDCG@{DEPTH}"
    return "\n".join(["", head, *rows, "", "The worst:", *shown, ""])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))
