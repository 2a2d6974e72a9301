"""A server that went silent is as gone as one that hung up: its connection is closed and somebody told.

PostgreSQL ends a statement that takes too long, if it can still say so. Where the link between is
dead without a word, only the client can notice.
"""

import re
import select
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base
from psycopg import IsolationLevel

from domains.kernel.postgresql.times import UtcLoader

_GRACE_S = 1.0
_STATEMENT_TIMEOUT = re.compile(r"statement_timeout=(\d+)")


class PunctualConnection(psycopg.Connection[Any]):
    """Closes itself when an answer does not come in time."""

    longest_wait_s: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.longest_wait_s)
        except psycopg.errors._WaitTimeout as silent:
            self.close()
            raise psycopg.OperationalError("the database did not answer in time") from silent


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits a little longer than the server's own `statement_timeout`."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> PunctualConnection:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        connection = PunctualConnection.connect(**conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", UtcLoader)
        given = _STATEMENT_TIMEOUT.search(conn_params.get("options", ""))
        if given and int(given[1]):
            connection.longest_wait_s = int(given[1]) / 1000 + _GRACE_S
        return connection

    def is_usable(self) -> bool:
        """Whether the connection will do for another request, without a question that costs a round trip.

        A server that hangs up while nobody asks it anything can be heard; only then it is asked.
        """
        if self.connection is None or self.connection.closed:
            return False
        ear = select.poll()
        ear.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if ear.poll(0) else True


@contextmanager
def waiting(connection: BaseDatabaseWrapper, seconds: float | None) -> Iterator[None]:
    """Until the block ends, an answer of this connection may take so long; None says for ever."""
    connection.ensure_connection()
    raw: Any = connection.connection
    before, raw.longest_wait_s = raw.longest_wait_s, seconds
    try:
        yield
    finally:
        raw.longest_wait_s = before


@contextmanager
def patient(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Until the block ends, a statement of this connection may take as long as it does."""
    with waiting(connection, None):
        raw: Any = connection.connection
        raw.execute("SET statement_timeout = 0")
        try:
            yield
        finally:
            if not raw.closed:
                raw.execute("RESET statement_timeout")
