"""A database that goes silent is given up in time, and the next statement has a fresh connection."""

import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.models.signals import pre_migrate
from django.test.utils import CaptureQueriesContext

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
        cursor.execute("SELECT pg_sleep(9)")
    assert time.monotonic() - began < 6
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


def test_a_connection_that_the_server_ended_is_noticed_before_it_is_used_again(connection):
    connection.ensure_connection()
    assert connection.is_usable()
    with connections[database_of("order")].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    assert not connection.is_usable()


def test_a_connection_that_nothing_was_heard_of_is_used_again_without_a_question(connection):
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert len(asked) == 0


def test_what_a_migration_does_to_a_large_table_takes_as_long_as_it_does(transactional_db):
    alias = database_of("order")
    during = set()

    def look(using, **told):
        during.add(_longest_statement(using))

    pre_migrate.connect(look)
    try:
        call_command("migrate", database=alias, verbosity=0)
    finally:
        pre_migrate.disconnect(look)
    assert during == {"0"}
    assert _longest_statement(alias) == "10s"
    assert connections[alias].connection.longest_wait_s == 11


def _longest_statement(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def test_a_request_is_answered_without_helpers_and_without_compiling(db) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('max_parallel_workers_per_gather'), current_setting('jit')")
        assert cursor.fetchone() == ("0", "off")
