"""Brokers of their own, which can be killed in the middle of a run and started again."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Protocol

from amqp.exceptions import MessageNacked
from kombu import Connection
from kombu.exceptions import OperationalError

from ecommerce.embedded.account import Account
from ecommerce.embedded.child import Child
from ecommerce.embedded.ports import LOOPBACK, free_port
from ecommerce.embedded.valkey import Valkey

_RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
has_rabbitmq = _RABBITMQ.exists() and shutil.which("epmd") is not None


class Broker(Protocol):
    """What tasks travel through; it keeps what it took when it dies."""

    url: str

    def start(self) -> None:
        """Return once it answers."""

    def kill(self) -> None:
        """It is gone without a word."""


class RedisBroker:
    """A Valkey that writes down what it takes."""

    def __init__(self, folder: Path) -> None:
        self._server = Valkey(folder / "valkey", port=free_port(), databases=1, durable=True)
        self._server.prepare()
        self.url = self._server.url()

    def start(self) -> None:
        self._process = self._server.child().start(subprocess.DEVNULL)
        _wait(self._server.is_ready)

    def kill(self) -> None:
        _end(self._process)


class RabbitMQ:
    """One RabbitMQ node with a port mapper of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, port, mapper, between = folder / "rabbitmq", free_port(), free_port(), free_port()
        self._folder.mkdir()
        self._account = None
        if os.geteuid() == 0:
            user = pwd.getpwnam("rabbitmq")
            self._account = Account(user.pw_uid, user.pw_gid)
            _open_way_to(self._folder)
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        self.url = f"amqp://guest:guest@{LOOPBACK}:{port}//"
        self._mapper = self._child("epmd", "epmd", "-port", str(mapper), "-address", LOOPBACK)
        self._node = self._child(
            "rabbitmq",
            str(_RABBITMQ),
            HOME=str(self._folder),
            RABBITMQ_NODENAME=f"shop{port}@localhost",
            RABBITMQ_NODE_IP_ADDRESS=LOOPBACK,
            RABBITMQ_NODE_PORT=str(port),
            RABBITMQ_DIST_PORT=str(between),
            ERL_EPMD_PORT=str(mapper),
            ERL_EPMD_ADDRESS=LOOPBACK,
            RABBITMQ_MNESIA_BASE=str(self._folder / "mnesia"),
            RABBITMQ_LOG_BASE=str(self._folder / "log"),
            RABBITMQ_ENABLED_PLUGINS_FILE=str(self._folder / "plugins"),
            RABBITMQ_PID_FILE=str(self._folder / "node.pid"),
            # Its schedulers sleep when there is nothing to do: the cores are shared with the rest of the suite.
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none",
        )
        self._ports = self._mapper.start(subprocess.DEVNULL)

    def _child(self, name: str, *command: str, **environment: str) -> Child:
        return Child(
            name=name,
            command=command,
            folder=self._folder,
            account=self._account,
            stop_signal=signal.SIGKILL,
            environment=environment,
        )

    def start(self) -> None:
        self._process, self._last_word = self._node.start(subprocess.DEVNULL), ""
        try:
            _wait(self._answers)
        except TimeoutError as slow:
            slow.add_note(f"the last answer: {self._last_word}")
            raise

    def _answers(self) -> bool:
        """Whether it takes what is sent; for a while it listens already and says no."""
        # Some connection of the suite may have had the port for a moment.
        if self._ports.poll() is not None:
            self._ports = self._mapper.start(subprocess.DEVNULL)
        if self._process.poll() is not None:
            self._process = self._node.start(subprocess.DEVNULL)
        sure = {"confirm_publish": True}
        with Connection(self.url, connect_timeout=2, transport_options=sure) as connection:
            try:
                with connection.SimpleQueue("is-ready", queue_opts={"auto_delete": True}) as queue:
                    queue.put("?")
                    queue.get(timeout=2).ack()
            except (
                Empty,
                OperationalError,
                MessageNacked,
                *connection.connection_errors,
                *connection.channel_errors,
            ) as no:
                self._last_word = repr(no)
                return False
        return True

    def kill(self) -> None:
        _end(self._process)

    def close(self) -> None:
        """The port mapper goes as well."""
        _end(self._ports)


def _open_way_to(folder: Path) -> None:
    """Another account may pass through the folders above."""
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o011)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def _wait(holds: Callable[[], bool], *, patience_s: float = 90) -> None:
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"a broker did not start within {patience_s:.0f} s")
        time.sleep(0.2)
