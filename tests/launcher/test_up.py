"""`manage.py up`: the whole shop starts, recovers and stops, with no setting given."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest
from django.conf import settings

from ecommerce.embedded import ports
from tests.processes import wait_until

pytestmark = [pytest.mark.celery, pytest.mark.long]


class Launch:
    """One `manage.py up`, its output in a file."""

    def __init__(self, data: Path, port: int) -> None:
        self._log = data.parent / "up.log"
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--empty"],
                cwd=settings.BASE_DIR,
                env=_bare_environment(data, port),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._log.read_text()

    def wait_until_open(self) -> str:
        """The shop's address, once its banner shows it."""
        wait_until(lambda: " is open (" in self.output or self.process.poll() is not None, patience_s=120)
        assert self.process.poll() is None, self.output
        return re.search(r"Shop +(http://\S+)/", self.output)[1]


def _bare_environment(data: Path, port: int) -> dict[str, str]:
    given = re.compile(r"DATABASE_URL|REDIS_URL|CELERY_|DJANGO_|SITE_URL|EMAIL_URL")
    bare = {name: value for name, value in os.environ.items() if not given.match(name)}
    return {**bare, "DATA_DIR": str(data), "PORT": str(port), "ENV_FILE": os.devnull}


def _pid(data: Path, name: str) -> int:
    return int((data / "run" / f"{name}.pid").read_text().split()[0])


def _memory_mb(pids: set[int]) -> float:
    """Proportional set size: a page that several processes share counts once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[1]) for rollup in rollups) / 1024


def _living(pids: set[int]) -> set[int]:
    found = set()
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.add(pid)
    return found


def _family(pid: int) -> set[int]:
    return {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "my shop" / ".data"
    folder.parent.mkdir()
    yield folder
    with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
        still_running = psutil.Process(int((folder / "up.lock").read_text().split()[0]))
        still_running.send_signal(signal.SIGINT)
        still_running.wait(30)
    subprocess.run(
        [sys.executable, "manage.py", "reset", "--yes"],
        check=True,
        cwd=settings.BASE_DIR,
        env=_bare_environment(folder, 8000),
    )


def test_the_shop_starts_recovers_and_stops(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        first = Launch(data, port)
        site = first.wait_until_open()
    assert f"Port {port} is taken" in first.output
    assert httpx.get(site, trust_env=False).status_code == 200

    environment = _bare_environment(data, port)
    beside = [sys.executable, "manage.py", "migrate", "--check"]
    assert subprocess.run(beside, cwd=settings.BASE_DIR, env=environment, check=False).returncode == 0

    second = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert second.returncode != 0
    assert f"already runs here, at {site}" in second.stderr

    if sys.platform == "linux":
        names = ("web", "worker", "sweeper", "beat", "postgres", "valkey")
        # Started last, beat says nothing when it is there: by then a page was served and a command was run.
        assert all(_pid(data, name) in _family(first.process.pid) for name in names)
        assert _memory_mb(_family(first.process.pid)) < 600
        assert _memory_mb({first.process.pid}) < 40

    os.kill(_pid(data, "worker"), signal.SIGKILL)
    wait_until(lambda: "worker   | started again" in first.output, patience_s=10)

    family = _family(first.process.pid)
    first.process.kill()
    first.process.wait()
    again = Launch(data, int(site.rpartition(":")[2]))
    assert again.wait_until_open() == site
    assert _living(family) == set()

    family = _family(again.process.pid)
    os.killpg(again.process.pid, signal.SIGINT)
    assert again.process.wait(30) == 0
    assert _living(family) == set()
    assert ports.is_free(int(site.rpartition(":")[2]))
