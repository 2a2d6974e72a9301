"""Runs the simulator in two processes, each with a database of its own, or one scenario in this one."""

import argparse
import itertools
import logging
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connections
from django.test.utils import setup_test_environment

from tests.faults.simulator import printing, scenario
from tests.faults.simulator.points import Coverage
from tests.faults.simulator.running import Report, simulate

_STRIDE = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", type=int, default=1, help="the first seed of the run (1)")
    parser.add_argument("--faults", type=int, default=10_000, help="stop after so many (10,000)")
    parser.add_argument("--minutes", type=float, default=10, help="stop after so long (10)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, help="play this one scenario again and show its faults")
    parser.add_argument(
        "--plan", default="", help='with --seed: only these faults, as in "12=crash before,40=lost"'
    )
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)


def run(given: argparse.Namespace) -> int:
    """Play what was asked for; the exit code of the command."""
    if given.child is not None:
        return _play_as_child(given)
    if given.seed is not None:
        return _play_again(given)
    began = time.monotonic()
    children = [_start_child(given, number) for number in range(given.processes)]
    print(f"Breaking the shop in {given.processes} processes, from seed {given.first} …", flush=True)
    report = Report()
    for number, child in enumerate(children):
        if child.wait() != 0:
            print(f"process {number} of the simulator failed", file=sys.stderr)
            return 2
        report.merge(pickle.loads(_answer_file(number).read_bytes()))
    report.took_s = time.monotonic() - began
    print(printing.in_words(report))
    return 1 if report.failures or report.coverage.missing else 0


def _start_child(given: argparse.Namespace, number: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.faults", "simulate", f"--child={number}"]
    command += [f"--faults={given.faults // given.processes}", f"--minutes={given.minutes}"]
    command += [f"--first={given.first}", f"--processes={given.processes}"]
    own = {
        "TEST_DATABASE_URL": f"{os.environ['TEST_DATABASE_URL']}_simulated_{number}",
        "PYTEST_XDIST_WORKER": f"gw{number}",
        "PYTHONHASHSEED": "0",
    }
    return subprocess.Popen(command, env={**os.environ, **own})


def _play_as_child(given: argparse.Namespace) -> int:
    _open_database()
    ends_at = time.monotonic() + given.minutes * 60
    seeds = itertools.count(given.first * _STRIDE + given.child, given.processes)

    def enough(report: Report) -> bool:
        return sum(report.faults.values()) >= given.faults or time.monotonic() > ends_at

    report = simulate(_shown(seeds, given.child), enough=enough)
    _answer_file(given.child).write_bytes(pickle.dumps(report))
    return 0


def _shown(seeds: Iterator[int], number: int) -> Iterator[int]:
    began = time.monotonic()
    for count, seed in enumerate(seeds):
        if count % 100 == 99:
            print(f"  process {number}: {count + 1} scenarios, {time.monotonic() - began:.0f} s", flush=True)
        yield seed


def _play_again(given: argparse.Namespace) -> int:
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The same order of everything, as in the run that found it.
        os.environ["PYTHONHASHSEED"] = "0"
        return subprocess.run([sys.executable, "-m", "tests.faults", *sys.argv[1:]], check=False).returncode
    _open_database()
    parts = [part.split("=") for part in given.plan.split(",") if part]
    plan = {int(at): fault for at, fault in parts} or None
    verdict = scenario.play(given.seed, scenario.open_shop(), Coverage(), plan)
    print(printing.one(verdict))
    return 1 if verdict.wrong else 0


def _open_database() -> None:
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    for connection in connections.all():
        connection.creation.create_test_db(verbosity=0, autoclobber=True)


def _answer_file(number: int) -> Path:
    return Path(os.environ["TEST_DATA_DIR"]) / f"simulated-{number}"
