"""A process that lives no longer than the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecommerce.embedded.account import Account

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Child:
    """How to start and stop one process."""

    name: str
    command: tuple[str, ...]
    folder: Path
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    environment: Mapping[str, str] = field(default_factory=dict)
    # How far it stands back for the others, as `nice` counts.
    niceness: int = 0

    def start(self, output: int | None = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches only the one who stops it in order."""
        return subprocess.Popen(  # noqa: S603
            self.command,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_before_it_runs(self.stop_signal, self.niceness),  # noqa: PLW1509  one thread starts it
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
        )


def _before_it_runs(sent: signal.Signals, niceness: int) -> Callable[[], None]:
    """What the child does first: it stands back, and asks to die with its parent."""
    libc, parent = _libc, os.getpid()

    def prepare() -> None:
        os.nice(niceness)
        if libc is None:
            return
        libc.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def stop(process: subprocess.Popen[bytes], sent: signal.Signals, *, patience_s: float = 20) -> None:
    """The process is gone: asked with its stop signal, made to after `patience_s`."""
    if process.poll() is not None:
        return
    process.send_signal(sent)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
