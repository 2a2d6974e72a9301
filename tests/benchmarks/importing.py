"""A supplier's file brought in by the command, as an operator does it: rows a second, and the memory that it takes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import supplier
from tests.benchmarks.report import Requirement
from tests.benchmarks.shop import Ground

_ROOT = Path(__file__).resolve().parents[2]
# What the command takes for no more than a handful of rows is most of this.
_MOST_MB = 250


@dataclass(frozen=True, slots=True)
class Imported:
    """One file of so many rows."""

    rows: int
    took_s: float
    cpu_s: float
    peak_mb: float


def measure_import(
    ground: Ground, *, rows: int, seed: int, say: Callable[[str], None]
) -> tuple[list[Imported], list[Requirement]]:
    """The file comes in twice: every product is new, and then every price another."""
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for turn, what in enumerate(("new products", "the same with other prices")):
            file = Path(folder) / f"supplier-{turn}.csv"
            supplier.write(file, rows=rows, seed=seed + turn)
            runs.append(one := _bring_in(ground, file, rows))
            say(
                f"{what}: {rows:,} rows in {one.took_s:.1f} s, {rows / one.took_s:,.0f} a second, "
                f"{rows / one.cpu_s:,.0f} for each second on a core, {one.peak_mb:.0f} MB"
            )
    ground.settle()
    return runs, [
        *(
            Requirement(f"import, {what}, rows a second", one.rows / one.took_s, 2_000, None, at_most=False)
            for what, one in zip(("new", "again"), runs, strict=True)
        ),
        Requirement(
            f"import of {rows:,} rows, memory", max(one.peak_mb for one in runs), _MOST_MB, None, True, " MB"
        ),
    ]


def _bring_in(ground: Ground, file: Path, rows: int) -> Imported:
    began, before = time.perf_counter(), ground.cpu_s()["postgres"]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_shopify", str(file)],
        cwd=_ROOT,
        env={**ground.environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    if process.returncode or f"{rows} variants" not in said:
        raise RuntimeError(f"not everything came in:\n{said[-2000:]}")
    cpu_s = used.ru_utime + used.ru_stime + ground.cpu_s()["postgres"] - before
    return Imported(rows, took, cpu_s, used.ru_maxrss / 1024)
