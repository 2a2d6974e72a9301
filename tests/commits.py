"""Commit hooks inside a test's own transaction.

A test case wraps the test in a transaction that never commits, so Django would
never run `on_commit` hooks. Here they run when the code under test leaves its
outermost block, which in production is the commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db.transaction import Atomic, get_connection


@contextmanager
def deliver_inside_testcases() -> Iterator[None]:
    leave_block = Atomic.__exit__

    def leave_and_deliver(block, exc_type, exc_value, traceback):
        leave_block(block, exc_type, exc_value, traceback)
        connection = get_connection(block.using)
        around = connection.atomic_blocks
        if not block._from_testcase and around and all(outer._from_testcase for outer in around):
            _run_hooks(connection)

    with mock.patch.object(Atomic, "__exit__", leave_and_deliver):
        yield


def _run_hooks(connection) -> None:
    hooks, connection.run_on_commit = connection.run_on_commit, []
    for _, hook, _ in hooks:
        hook()
