"""The shop's own processes, on the database of the test that asks for them."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from celery import Celery
from django.conf import settings
from django.db import connections
from kombu import pools

from ecommerce.embedded import leftovers, ports, programs
from ecommerce.embedded.child import Child, stop


@dataclass
class Program:
    """One running process of the shop: where it logs, and how to hurt it."""

    child: Child
    log: Path
    process: subprocess.Popen[bytes] = field(init=False)

    def kill(self) -> None:
        """End it as a crash would, then start it again."""
        self.process.kill()
        self.process.wait()
        leftovers.end_group(self.process.pid)
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = self.child.start(output.fileno())


@dataclass
class LiveShop:
    """The whole shop in its own processes."""

    url: str
    web: Program
    worker: Program
    sweeper: Program
    beat: Program


def wait_until(holds: Callable[[], object], *, patience_s: float = 30) -> None:
    """Return once `holds()`; fail the test when it does not in time."""
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail(f"still not true after {patience_s:.0f} s: {holds}")
        time.sleep(0.05)


@pytest.fixture
def broker_url() -> str:
    """What tasks travel through: the run's Redis, unless a test brings a broker of its own."""
    return str(settings.CELERY_BROKER_URL)


@pytest.fixture
def celery_worker(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broker_url: str
) -> Iterator[Program]:
    """A real worker; the test's own tasks go to it through the broker."""
    from ecommerce.celery import app

    monkeypatch.setitem(app.conf, "task_always_eager", False)
    if not broker_url.startswith("redis"):
        monkeypatch.setitem(app.conf, "broker_transport_options", {"confirm_publish": True})
    monkeypatch.setenv("CELERY_BROKER_URL", broker_url)
    _forget_connections(app)
    app.control.purge()
    children = [programs.worker(settings.BASE_DIR, concurrency=1)]
    with _running(tmp_path, children, CELERY_BROKER_URL=broker_url) as [worker]:
        wait_until(lambda: app.control.ping(timeout=0.2), patience_s=60)
        yield worker
    _forget_connections(app)


def _forget_connections(app: Celery) -> None:
    """The next task goes where the settings say by then."""
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def sweeper(transactional_db: None, tmp_path: Path) -> Iterator[Program]:
    """The sweeper alone: no worker, no beat."""
    with _running(tmp_path, [programs.sweeper(settings.BASE_DIR)]) as [sweeper]:
        yield sweeper


@pytest.fixture
def live_shop(transactional_db: None, tmp_path: Path) -> Iterator[LiveShop]:
    """gunicorn with two workers, a Celery worker, the sweeper and beat, on the test's database."""
    port = ports.free_port()
    url = f"http://{ports.LOOPBACK}:{port}"
    root = settings.BASE_DIR
    children = [
        programs.web(root, host=ports.LOOPBACK, port=port),
        programs.worker(root, concurrency=1),
        programs.sweeper(root),
        programs.beat(root, tmp_path / "beat" / "schedule"),
    ]
    with _running(tmp_path, children, SITE_URL=url, ALLOWED_HOSTS="*") as running:
        wait_until(lambda: _answers(f"{url}/health/live"), patience_s=60)
        yield LiveShop(url, *running)


@contextmanager
def _running(folder: Path, children: list[Child], **environment: str) -> Iterator[list[Program]]:
    running = []
    try:
        for child in children:
            on_test_data = {**child.environment, **_test_settings(), **environment}
            program = Program(replace(child, environment=on_test_data), folder / f"{child.name}.log")
            program.start()
            running.append(program)
        yield running
    finally:
        for program in running:
            program.process.send_signal(program.child.stop_signal)
        for program in running:
            stop(program.process, program.child.stop_signal)


def _test_settings() -> dict[str, str]:
    """The settings of this test's process, its databases' names included."""
    databases = {
        "DATABASE_URL" if alias == "default" else f"DATABASE_URL_{alias.upper()}": _url(alias)
        for alias in settings.DATABASES
    }
    return {
        **databases,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "CELERY_TASK_ALWAYS_EAGER": "false",
        "DATA_DIR": os.environ["DATA_DIR"],
    }


def _url(alias: str) -> str:
    place = connections[alias].settings_dict
    login = f"{place['USER']}:{place['PASSWORD']}" if place["PASSWORD"] else place["USER"]
    return f"postgres://{login}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False
