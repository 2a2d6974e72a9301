"""A search server of our own, which can be killed in the middle of a run and started again."""

import fcntl
import os
import signal
import subprocess
import time
from pathlib import Path

import httpx

from ecommerce.embedded.ports import LOOPBACK, free_port
from tests.engines.building import folder as built
from tests.engines.building import java_home

_PATIENCE_S = 90


class SearchServer:
    """One node with a folder and a port of its own; it keeps what it took when it dies."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self._folder, self._port = name, folder, free_port()
        (folder / "config").mkdir(parents=True, exist_ok=True)
        self.url = f"http://{LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Return once it answers."""
        home, kept = java_home(), built(self.name)
        command = [str(home / "bin" / "java"), "-Xms384m", "-Xmx384m", "-XX:+UseSerialGC"]
        command += [
            "-XX:TieredStopAtLevel=1",
            "-XX:+AutoCreateSharedArchive",
            "-Xlog:cds=off",
            "-Xlog:aot=off",
        ]
        command += [f"-XX:SharedArchiveFile={kept / 'classes.jsa'}", "--enable-native-access=ALL-UNNAMED"]
        command += ["-cp", f"{kept / 'launcher.jar'}:{kept / 'lib'}/*", "septet.Main"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, str(self._folder), str(self._port)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"{self.name} did not start:\n{(self._folder / 'log').read_text()[-2000:]}"
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s").is_success
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """It is gone without a word."""
        end(self._process.pid)
        self._process.wait(30)

    @property
    def pid(self) -> int:
        """Of the process, and of its group."""
        return self._process.pid


def shared(name: str, folder: Path) -> str:
    """The address of the run's server, started by whichever of its processes asks first.

    Its pid stands in `<name>.pid`: whoever began the run ends it.
    """
    folder.mkdir(exist_ok=True)
    told = folder / f"{name}.url"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            server = SearchServer(name, folder / name)
            server.start()
            (folder / f"{name}.pid").write_text(str(server.pid))
            told.write_text(server.url)
    return told.read_text()


def end_shared(folder: Path) -> None:
    """The run's servers are gone."""
    for told in folder.glob("*.pid"):
        end(int(told.read_text()))
        told.unlink()


def end(pid: int) -> None:
    """The process and what it started are gone; doing it twice is doing it once."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
