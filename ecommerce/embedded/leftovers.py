"""Processes of an earlier run that outlived it: found by what that run wrote down, and ended.

Each process is recorded with its start time, so that a number that the system
gave to somebody else since is never taken for ours.
"""

import os
import signal
import time
from pathlib import Path

import psutil

_PATIENCE_S = 5


def record(folder: Path, name: str, pid: int) -> None:
    """Remember that `name` runs as `pid`."""
    folder.mkdir(parents=True, exist_ok=True)
    started = psutil.Process(pid).create_time()
    unfinished = folder / f"{name}.new"
    unfinished.write_text(f"{pid} {started}")
    unfinished.replace(folder / f"{name}.pid")


def forget(folder: Path, name: str) -> None:
    """`name` has ended."""
    (folder / f"{name}.pid").unlink(missing_ok=True)


def end_all(folder: Path) -> list[str]:
    """End every recorded process that still runs; returns their names."""
    ended = []
    for file in sorted(folder.glob("*.pid")):
        pid, started = file.read_text().split()
        survivors = _survivors(int(pid), float(started))
        if survivors:
            _end(survivors)
            ended.append(file.stem)
        file.unlink()
    return ended


def end_group(leader: int) -> None:
    """Kill what a process that just died left in its process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _survivors(pid: int, started: float) -> list[psutil.Process]:
    if started < psutil.boot_time() - 1:
        return []
    try:
        leader = psutil.Process(pid)
        if abs(leader.create_time() - started) > 1:
            return []
        return [leader, *leader.children(recursive=True)]
    except psutil.NoSuchProcess:
        # A number stays taken while its process group has members: these are ours.
        return [process for process in psutil.process_iter() if _group(process) == pid]


def _group(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except (ProcessLookupError, PermissionError):
        return None


def _end(processes: list[psutil.Process]) -> None:
    leader = processes[0]
    # PostgreSQL waits for its clients on SIGTERM, and not on SIGINT.
    sent = signal.SIGINT if leader.name() == "postgres" else signal.SIGTERM
    leader.send_signal(sent)
    for process in _still_alive(processes):
        process.kill()
    _still_alive(processes)


def _still_alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for them to go; returns those that did not in time."""
    deadline = time.monotonic() + _PATIENCE_S
    while alive := [process for process in processes if _lives(process)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return alive


def _lives(process: psutil.Process) -> bool:
    """A zombie is gone: whoever inherited it may be late to collect it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
