"""A database that goes silent is given up in time, and the next statement has a fresh connection."""

import time

import pytest
from django.db import OperationalError, connections

from domains.kernel.postgresql.base import waiting
from domains.kernel.router import database_of


@pytest.fixture
def connection(db):
    own = connections[database_of("order")].copy()
    yield own
    own.close()


def test_an_answer_that_does_not_come_ends_the_wait_and_the_connection(connection):
    began = time.monotonic()
    with connection.cursor() as cursor, waiting(connection, 0.3), pytest.raises(OperationalError):
        cursor.execute("SELECT pg_sleep(5)")
    assert time.monotonic() - began < 2
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_every_connection_waits_a_little_longer_than_the_server_lets_it_work(connection):
    connection.ensure_connection()
    assert connection.connection.longest_wait_s == 11
    with waiting(connection, 60):
        assert connection.connection.longest_wait_s == 60
    assert connection.connection.longest_wait_s == 11
