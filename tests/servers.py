"""PostgreSQL and Valkey for one run of the suite, shared by all of its processes.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` replace them. `SEPTET_SPLIT_DATABASES=1`
gives each domain a database of its own.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from signal import Signals

from ecommerce.embedded.child import stop
from ecommerce.embedded.ports import free_port
from ecommerce.embedded.postgres import CARELESS, Postgres
from ecommerce.embedded.valkey import Valkey
from tests.engines.server import end_shared

DOMAINS = ("USER", "CATALOG", "CART", "ORDER", "PAYMENT", "INVENTORY", "NOTIFICATION")
_running: list[tuple[subprocess.Popen[bytes], Signals]] = []


def provide() -> None:
    """The environment names a database and a Redis; what is not given is started."""
    if "TEST_DATA_DIR" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="septet-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["TEST_DATA_DIR"] = str(folder)
        # Runs before the folder goes.
        atexit.register(end)
        folder.chmod(0o711)
        if "TEST_DATABASE_URL" not in os.environ:
            os.environ["TEST_DATABASE_URL"] = _start_postgres(folder / "postgres")
        if "TEST_REDIS_URL" not in os.environ:
            os.environ["TEST_REDIS_URL"] = _start_valkey(folder / "valkey")
    _point_settings_at_servers()


def end() -> None:
    """Stop what this process started; its folder goes with the process."""
    if "PYTEST_XDIST_WORKER" not in os.environ and "TEST_DATA_DIR" in os.environ:
        end_shared(Path(os.environ["TEST_DATA_DIR"]) / "engines")
    while _running:
        stop(*_running.pop(), patience_s=5)


def _point_settings_at_servers() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    database, redis = os.environ["TEST_DATABASE_URL"], os.environ["TEST_REDIS_URL"]
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.test",
        DATA_DIR=str(Path(os.environ["TEST_DATA_DIR"]) / f"gw{worker}"),
        ENV_FILE=os.devnull,
        DATABASE_URL=database,
        REDIS_URL=f"{redis.rstrip('/')}/{worker}",
    )
    os.environ.pop("CELERY_BROKER_URL", None)
    for domain in DOMAINS:
        os.environ.pop(f"DATABASE_URL_{domain}", None)
        if os.environ.get("SEPTET_SPLIT_DATABASES") == "1":
            os.environ[f"DATABASE_URL_{domain}"] = f"{database}_{domain.lower()}"


def _start_postgres(folder: Path) -> str:
    server = Postgres(folder, port=free_port(), tuning=CARELESS)
    server.prepare()
    _start(server)
    return server.url()


def _start_valkey(folder: Path) -> str:
    server = Valkey(folder, port=free_port(), databases=64, durable=False)
    server.prepare()
    _start(server)
    return server.url().rpartition("/")[0]


def _start(server: Postgres | Valkey) -> None:
    child = server.child()
    log = Path(os.environ["TEST_DATA_DIR"]) / f"{child.name}.log"
    with log.open("wb") as output:
        process = child.start(output.fileno())
    _running.append((process, child.stop_signal))
    while not server.is_ready():
        if process.poll() is not None:
            sys.exit(f"{child.name} did not start:\n{log.read_text()}")
        time.sleep(0.02)


def refuse_early_settings() -> None:
    """Fail where Django was set up before its servers were known."""
    from django.conf import settings

    if settings.configured:
        sys.exit("DJANGO_SETTINGS_MODULE is set. Unset it: the suite chooses its settings itself.")
