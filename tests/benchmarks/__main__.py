"""`python -m tests.benchmarks`: measure the shop beside its floors, say what it must reach, end with 1 where it does not."""

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks import report
from tests.benchmarks.growing import measure_growth
from tests.benchmarks.importing import measure_import
from tests.benchmarks.measuring import Run, measure, purchases
from tests.benchmarks.profiling import profile
from tests.benchmarks.reading import measure_reads
from tests.benchmarks.shop import Ground, open_ground


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of each path in each round (4)")
    parser.add_argument("--clients", type=int, default=16, help="beside the one that is alone (16)")
    parser.add_argument("--seed", type=int, default=1, help="who buys what follows from it (1)")
    parser.add_argument("--profile", action="store_true", help="show where an order's time goes instead")
    parser.add_argument(
        "--grow", type=int, metavar="N", help="compare an order at 1,000 and at N orders instead"
    )
    parser.add_argument(
        "--reads", metavar="N,N", help="measure reading the catalogue at so many products instead"
    )
    parser.add_argument(
        "--import-only", action="store_true", help="measure the import of a file alone, not what is bought"
    )
    parser.add_argument("--import-rows", type=int, default=100_000, help="of the supplier's file (100,000)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    facts = {
        "command": " ".join(["python -m tests.benchmarks", *sys.argv[1:]]),
        "machine": _machine(),
        "seed": given.seed,
        # Whoever else works on the machine is in every figure: a run that begins above 0.3 tells little.
        "load_before": round(os.getloadavg()[0], 2),
    }
    print(
        f"{facts['command']}, seed {given.seed}; {facts['machine']}, load {facts['load_before']}", flush=True
    )
    with open_ground() as ground:
        if given.profile:
            print(profile(ground, given.seed))
            return 0
        if given.grow:
            growth = measure_growth(ground, given.grow, rounds=given.rounds, seconds=given.seconds, say=_say)
            print("", growth, sep="\n")
            return 0 if growth.holds else 1
        if given.reads:
            run, required = measure_reads(
                ground,
                [int(size) for size in given.reads.split(",")],
                rounds=given.rounds,
                seconds=given.seconds,
                clients=given.clients,
                say=_say,
            )
            return _close(run, required, facts, given.json)
        if given.import_only:
            return _close({}, _imported(ground, given), facts, given.json)
        run = measure(
            ground,
            purchases(ground),
            rounds=given.rounds,
            seconds=given.seconds,
            clients=(1, given.clients),
            seed=given.seed,
            say=_say,
        )
        required = report.requirements(run, few=1, many=given.clients) + _imported(ground, given)
    return _close(run, required, facts, given.json)


def _imported(ground: Ground, given: argparse.Namespace) -> list[report.Requirement]:
    _, required = measure_import(ground, rows=given.import_rows, seed=given.seed, say=_say)
    return required


def _close(run: Run, required: list[report.Requirement], facts: dict[str, Any], file: Path | None) -> int:
    """Show the figures; 1 where something misses."""
    print("", *([report.table(run), ""] if run else []), *required, sep="\n")
    for error in [error for figures in run.values() for error in figures.errors][:10]:
        print(error)
    if file:
        file.write_text(json.dumps(report.as_json(run, required, facts), indent=2))
    return 0 if all(row.holds for row in required) else 1


def _say(line: str) -> None:
    print(line, flush=True)


def _machine() -> str:
    memory: Any = psutil.virtual_memory()
    return f"{os.cpu_count()} cores, {memory.total / 2**30:.0f} GB, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
