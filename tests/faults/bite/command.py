"""Takes the guards away, one after the other, in a copy of the code, and asks the test that should notice."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests import servers
from tests.faults.bite.guards import GUARDS, Guard

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT / "docs" / "guards.md"
_COPIED = ("config", "domains", "ecommerce", "templates", "static", "tests", "manage.py", "pyproject.toml")
_PASSED, _FAILED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", default="", help="guards whose rule or file holds this text")
    parser.add_argument(
        "--write", action="store_true", help=f"all of them: write the table to {TABLE.relative_to(ROOT)}"
    )


def run(given: argparse.Namespace) -> int:
    """The exit code of the command: 1 where a guard is missed by nobody."""
    guards = [guard for guard in GUARDS if given.only.lower() in f"{guard.keeps} {guard.file}".lower()]
    if not guards:
        print(f"No guard holds {given.only!r}: see {TABLE.relative_to(ROOT)}.")
        return 1
    servers.provide()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="septet-bite-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            _copy(ROOT / name, copy / name)
        whole = _ask(copy, {guard.test for guard in guards})
        if whole != _PASSED:
            print("The tests fail with every guard in its place.")
            return 1
        missed = [guard for guard in guards if not _bites(copy, guard)]
    print(f"\n{len(guards) - len(missed)} of {len(guards)} guards bite, {time.monotonic() - began:.0f} s")
    if given.write and not missed and len(guards) == len(GUARDS):
        TABLE.write_text(table(GUARDS))
    return 1 if missed else 0


def table(guards: Iterable[Guard]) -> str:
    """The page that names every guard and the test that bites."""
    rows = "\n".join(
        f"| {guard.keeps} | `{guard.file}` | `{guard.test.replace('::', '`<br>`')}` |" for guard in guards
    )
    return f"""# Guards

A guard that can be taken away without a test noticing is none. `make faults ARGS='bite'` takes each of these out of a
copy of the code and runs the test beside it, which has to pass before and to fail then. The same command with `--write`
writes this page.

| what always holds | kept in | turns red without it |
| --- | --- | --- |
{rows}
"""


def _bites(copy: Path, guard: Guard) -> bool:
    file = copy / guard.file
    kept = file.read_text()
    file.write_text(kept.replace(guard.text, guard.instead))
    try:
        noticed = _ask(copy, {guard.test}) == _FAILED
    finally:
        file.write_text(kept)
    print(f"  {'bites ' if noticed else 'MISSED'}  {guard.keeps}", flush=True)
    return noticed


def _ask(copy: Path, tests: set[str]) -> int:
    """How pytest ended there: neither passed nor failed is an error of the break itself."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", *sorted(tests)],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode not in (_PASSED, _FAILED):
        print(said.stdout[-2000:], said.stderr[-2000:])
    return said.returncode


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)
