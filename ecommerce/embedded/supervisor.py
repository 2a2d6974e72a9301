"""Keeps the shop's processes running, labels their output, and stops them in order."""

import math
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ecommerce.embedded import leftovers
from ecommerce.embedded.child import Child

# Nothing else in the shop works while one of them is away: however often it died, it is soon tried again.
_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.25, 4.0
# One that lived this long starts again at once, whatever it did before.
_STEADY_S = 10.0
_STOP_PATIENCE_S = 15.0
_ASK_EVERY_S = 0.1


@dataclass
class _Running:
    child: Child
    process: subprocess.Popen[bytes]
    started: float
    rank: int
    failures: int = 0
    restart_at: float | None = None
    unfinished_line: bytes = b""


class Supervisor:
    """One thread, one loop: lines come out labelled, the dead start again, a signal ends it all."""

    def __init__(self, pid_folder: Path, say: Callable[[str], None]) -> None:
        self._pid_folder = pid_folder
        self._say = say
        self._handlers: dict[signal.Signals, Any] = {}
        self._running: list[_Running] = []
        self._pipes = selectors.DefaultSelector()

    def __enter__(self) -> "Supervisor":
        # SIGINT too: whoever is started in the background of a shell is started deaf to it.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[name] = signal.signal(name, signal.default_int_handler)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in self._handlers:
            signal.signal(name, signal.SIG_IGN)
        try:
            self._stop()
        finally:
            for name, handler in self._handlers.items():
                signal.signal(name, handler)

    def start(self, *children: Child) -> list[subprocess.Popen[bytes]]:
        """Start children that depend on those started before, and so stop before them."""
        rank = max((entry.rank for entry in self._running), default=0) + 1
        entries = [_Running(child, self._launch(child), time.monotonic(), rank) for child in children]
        for entry in entries:
            self._watch(entry)
        self._running += entries
        return [entry.process for entry in entries]

    def run(self, until: Callable[[], bool] = lambda: False, *, patience_s: float = math.inf) -> None:
        """Look after the children until `until()` holds, or a signal raises KeyboardInterrupt.

        Raises: RuntimeError when it does not hold in `patience_s`.
        """
        deadline = time.monotonic() + patience_s
        while not until():
            if time.monotonic() > deadline:
                raise RuntimeError(f"This did not succeed in {patience_s:g} s: the lines above say why.")
            asked = time.monotonic()
            while time.monotonic() - asked < _ASK_EVERY_S:
                self._relay(timeout=_ASK_EVERY_S)
            for entry in self._running:
                self._revive(entry)

    def _launch(self, child: Child) -> subprocess.Popen[bytes]:
        process = child.start()
        leftovers.record(self._pid_folder, child.name, process.pid)
        return process

    def _watch(self, entry: _Running) -> None:
        if entry.process.stdout is None:
            raise ValueError(f"{entry.child.name} was started without a pipe")
        os.set_blocking(entry.process.stdout.fileno(), False)
        self._pipes.register(entry.process.stdout, selectors.EVENT_READ, entry)

    def _relay(self, timeout: float) -> None:
        """Print what the children wrote, a whole line at a time."""
        if not self._pipes.get_map():
            time.sleep(timeout)
            return
        for key, _ in self._pipes.select(timeout):
            entry: _Running = key.data
            chunk = os.read(key.fd, 65536)
            *lines, entry.unfinished_line = (entry.unfinished_line + chunk).split(b"\n")
            if not chunk:
                self._pipes.unregister(key.fileobj)
                lines = [entry.unfinished_line] if entry.unfinished_line else []
                entry.unfinished_line = b""
            for line in lines:
                self._say(f"{entry.child.name:<8} | {line.decode(errors='replace')}")

    def _revive(self, entry: _Running) -> None:
        now = time.monotonic()
        if entry.restart_at is None:
            if entry.process.poll() is None:
                return
            self._plan_restart(entry, now)
        elif now >= entry.restart_at:
            entry.process = self._launch(entry.child)
            entry.started, entry.restart_at = now, None
            self._watch(entry)
            self._say(f"{entry.child.name:<8} | started again as process {entry.process.pid}")

    def _plan_restart(self, entry: _Running, now: float) -> None:
        leftovers.end_group(entry.process.pid)
        entry.failures = 0 if now - entry.started > _STEADY_S else entry.failures + 1
        delay = min(_FIRST_DELAY_S * 2 ** max(entry.failures - 1, 0), _LONGEST_DELAY_S)
        entry.restart_at = now + delay
        self._say(f"{entry.child.name:<8} | {_ending(entry.process.returncode)}; starts again in {delay:g} s")

    def _stop(self) -> None:
        """Stop the youngest rank first; what does not go in time is killed."""
        for rank in sorted({entry.rank for entry in self._running}, reverse=True):
            entries = [entry for entry in self._running if entry.rank == rank]
            for entry in entries:
                if entry.process.poll() is None:
                    entry.process.send_signal(entry.child.stop_signal)
            deadline = time.monotonic() + _STOP_PATIENCE_S
            while any(entry.process.poll() is None for entry in entries) and time.monotonic() < deadline:
                self._relay(timeout=0.05)
            for entry in entries:
                self._end(entry)
        self._relay(timeout=0)
        self._running.clear()

    def _end(self, entry: _Running) -> None:
        if entry.process.poll() is None:
            self._say(f"{entry.child.name:<8} | did not stop in {_STOP_PATIENCE_S:g} s and is killed")
            entry.process.kill()
            entry.process.wait()
        leftovers.end_group(entry.process.pid)
        leftovers.forget(self._pid_folder, entry.child.name)


def _ending(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
