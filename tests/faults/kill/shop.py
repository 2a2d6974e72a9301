"""A shop as `make run` starts it, in a folder of its own, and the processes that can be killed."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import psutil

from ecommerce.embedded.ports import free_port

_ROOT = Path(__file__).resolve().parents[3]
_GIVEN = re.compile(r"DATABASE_URL|REDIS_URL|CELERY_|DJANGO_|SITE_URL|EMAIL_URL|TEST_|DATA_DIR")
# Each process that the supervisor looks after, and one of the two kinds of children that die alone.
VICTIMS = ("web", "web worker", "worker", "worker child", "sweeper", "beat", "postgres", "backend", "valkey")
_CHILDREN = {"web worker": "web", "worker child": "worker", "backend": "postgres"}


class RealShop:
    """`manage.py up` with the demo shop; ended, and its folder removed, when the block ends."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="septet-kills-"))
        self._folder.chmod(0o711)
        self._log = self._folder / "up.log"
        bare = {name: value for name, value in os.environ.items() if not _GIVEN.match(name)}
        self.data = self._folder / "data"
        self.environment = {
            **bare,
            "DATA_DIR": str(self.data),
            "PORT": str(free_port()),
            "ENV_FILE": os.devnull,
            "LOG_LEVEL": "ERROR",
            **(environment or {}),
        }
        self.url = f"http://127.0.0.1:{self.environment['PORT']}"

    def __enter__(self) -> "RealShop":
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=_ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 180
        while " is open (" not in self._log.read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the shop did not open:\n{self._log.read_text()[-3000:]}")
            time.sleep(0.2)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self, victim: str, dice: random.Random) -> bool:
        """Whether there was such a process; it is gone now, without a word."""
        leader = self.pid(_CHILDREN.get(victim, victim))
        if leader is None:
            return False
        try:
            process = psutil.Process(leader)
            if victim in _CHILDREN:
                children = [child for child in process.children() if victim != "backend" or _sells(child)]
                if not children:
                    return False
                process = dice.choice(children)
            process.kill()
        except psutil.NoSuchProcess:
            return False
        return True

    def is_back(self, victim: str) -> bool:
        """Whether the process, or the one that it belongs to, runs."""
        pid = self.pid(_CHILDREN.get(victim, victim))
        try:
            return pid is not None and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def pid(self, name: str) -> int | None:
        """The process that the supervisor started under this name."""
        file = self.data / "run" / f"{name}.pid"
        return int(file.read_text().split()[0]) if file.is_file() else None

    def verify(self, environment: Mapping[str, str] | None = None) -> Any:
        """What `manage.py verify_invariants` says of it."""
        command = [sys.executable, "manage.py", "verify_invariants", "--json"]
        said = subprocess.run(
            command,
            cwd=_ROOT,
            env={**self.environment, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if not said.stdout:
            raise RuntimeError(f"verify_invariants said nothing:\n{said.stderr[-3000:]}")
        return json.loads(said.stdout)

    def staff(self) -> httpx.Client:
        """The API for somebody who sees every order."""
        login = {"email": "admin@example.com", "password": "demo-shop-login"}
        api = f"{self.url}/api/v1/"
        deadline = time.monotonic() + 60
        while True:
            answer = httpx.post(f"{api}users/login", json=login, trust_env=False, timeout=30)
            if answer.status_code < 500 or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        if answer.is_error:
            raise RuntimeError(f"nobody can sign in: {answer.text}\n{self.log[-3000:]}")
        bearer = {"Authorization": f"Bearer {answer.json()['access']}"}
        return httpx.Client(base_url=api, headers=bearer, trust_env=False, timeout=30)

    @property
    def log(self) -> str:
        """All that its processes wrote."""
        return self._log.read_text(errors="replace")


def _sells(backend: psutil.Process) -> bool:
    """Whether the server's child serves one of our connections."""
    return "shop 127.0.0.1" in " ".join(backend.cmdline())
