"""The floor's server: gunicorn as the shop runs it, on a database of its own in the shop's cluster."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg

from ecommerce.embedded.child import stop
from ecommerce.embedded.ports import LOOPBACK, free_port
from ecommerce.embedded.programs import web
from tests.benchmarks.floor import sql

_ROOT = Path(__file__).resolve().parents[3]
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Floor:
    """Where it is reached, and which process leads it."""

    url: str
    database: str
    leader: int


@contextmanager
def open_floor(shop_database: str, *, variants: int, log: Path) -> Iterator[Floor]:
    """The floor with so many variants, for as long as the block lasts."""
    name, port = f"floor_{uuid4().hex[:8]}", free_port()
    database = f"{shop_database.rpartition('/')[0]}/{name}"
    with psycopg.connect(shop_database, autocommit=True) as cluster:
        cluster.execute(f"CREATE DATABASE {name}")
        try:
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute(sql.TABLES)
                connection.execute(sql.FILL_STOCK, [variants])
            with _serving(port, database, log) as leader:
                yield Floor(f"http://{LOOPBACK}:{port}", database, leader)
        finally:
            cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _serving(port: int, database: str, log: Path) -> Iterator[int]:
    child = web(_ROOT, host=LOOPBACK, port=port)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.floor.settings", "FLOOR_DATABASE_URL": database}
    # The shop's own gunicorn settings, with another application.
    child = replace(
        child,
        command=(*child.command, "tests.benchmarks.floor.wsgi:application"),
        environment={**child.environment, **settings},
    )
    with log.open("wb") as output:
        process = child.start(output.fileno())
    try:
        _wait_for(f"http://{LOOPBACK}:{port}/hello")
        yield process.pid
    finally:
        stop(process, child.stop_signal)


def _wait_for(url: str) -> None:
    """Raises TimeoutError when nobody answers there."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            httpx.get(url, trust_env=False).raise_for_status()
            return
        time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")
