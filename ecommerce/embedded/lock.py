"""One shop a data folder."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another process runs the shop on this data folder."""


@contextmanager
def only_one(folder: Path) -> Iterator[Callable[[str], None]]:
    """Hold the data folder; whoever comes second is told what the first announces.

    Raises: AlreadyRunning.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid, _, where = file.read().partition(" ")
            raise AlreadyRunning(
                f"The shop already runs here, at {where} (process {pid})."
                f" Stop it with Ctrl-C in its terminal, or: kill {pid}"
            ) from None

        def announce(site: str) -> None:
            file.truncate(0)
            file.write(f"{os.getpid()} {site}")
            file.flush()

        announce("an address not yet known")
        yield announce
