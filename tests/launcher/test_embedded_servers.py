"""PostgreSQL and Valkey start wherever the checkout lies, and keep what they were given."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ecommerce.embedded import account, ports, postgres
from ecommerce.embedded.addresses import Addresses
from ecommerce.embedded.child import stop
from ecommerce.embedded.postgres import CARELESS, Postgres
from ecommerce.embedded.valkey import Valkey
from tests.processes import wait_until


def _run(server: Postgres | Valkey):
    server.prepare()
    process = server.child().start(None)
    wait_until(server.is_ready)
    return process


@pytest.fixture
def crowded_path() -> Iterator[Path]:
    """Spaces, letters of other alphabets, and longer than a socket's path may be."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        folder = Path(top) / "my shop" / ("ü" * 60)
        folder.mkdir(parents=True)
        yield folder


def test_postgresql_keeps_its_data_over_kill_and_change_of_port(crowded_path: Path) -> None:
    first = Postgres(crowded_path, port=ports.free_port(), tuning=CARELESS)
    process = _run(first)
    with psycopg.connect(first.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        connection.execute("CHECKPOINT")
    orphans = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    # They hold its memory until they notice, and a busy machine lets them notice late.
    psutil.wait_procs(orphans, timeout=30)

    second = Postgres(crowded_path, port=ports.free_port(), tuning=CARELESS)
    process = _run(second)
    with psycopg.connect(second.url()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    stop(process, second.child().stop_signal)
    assert process.returncode == 0


def test_postgresql_may_keep_a_quarter_of_the_memory_and_of_a_container_no_more_than_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_LIMIT", tmp_path / "memory.max")
    quarter = psutil.virtual_memory().total // 4 // 2**20
    assert postgres.roomy() == (f"shared_buffers={min(quarter, 2048)}MB",)
    for limit, kept in (("max\n", min(quarter, 2048)), (f"{2**30}\n", 256), (f"{2**28}\n", 128)):
        (tmp_path / "memory.max").write_text(limit)
        assert postgres.roomy() == (f"shared_buffers={kept}MB",)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand PostgreSQL to somebody else")
def test_as_root_postgresql_is_sheltered_where_its_account_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelter = Path(tempfile.gettempdir()) / f"septet-shelter-{os.getpid()}"
    monkeypatch.setattr(account, "SHELTER", shelter)
    tmp_path.chmod(0o700)
    # Nothing is open to that account: neither the data folder nor the wheel.
    monkeypatch.setattr(account.Account, "may_read", lambda self, path: False)
    server = Postgres(tmp_path / "postgres", port=ports.free_port(), tuning=CARELESS)
    try:
        assert server.cluster.is_relative_to(shelter)
        process = _run(server)
        stop(process, server.child().stop_signal)
        assert server.cluster.stat().st_uid != 0
    finally:
        account.shutil.rmtree(shelter, ignore_errors=True)


def test_valkey_keeps_its_data_and_wants_its_password(crowded_path: Path) -> None:
    server = Valkey(crowded_path, port=ports.free_port())
    process = _run(server)
    with redis.Redis.from_url(server.url()) as client:
        client.set("kept", "7")
    with (
        redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()
    stop(process, server.child().stop_signal)

    process = _run(server)
    with redis.Redis.from_url(server.url()) as client:
        assert client.get("kept") == b"7"
    stop(process, server.child().stop_signal)


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind((ports.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.free_port_from(port) > port


def test_addresses_are_for_their_owner_alone_and_the_secret_key_stays(tmp_path: Path) -> None:
    file = tmp_path / "servers.env"
    first = Addresses(file)
    first["VALKEY_PORT"] = "6400"
    assert first.save()
    assert file.stat().st_mode & 0o777 == 0o600

    second = Addresses(file)
    assert second.port("VALKEY_PORT") == 6400
    second["VALKEY_PORT"] = "6400"
    assert not second.save()
