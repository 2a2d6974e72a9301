"""The run's databases: migrated once, and copied for each of its processes.

The process that hands out the tests migrates while the others import them. They copy what it made, which takes
a moment where the migrations take seconds in each of them, and seven times that in a split shop.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import setup_databases
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

_MIGRATED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """The processes that copy wait for the lock; it is taken before any of them is started."""
    if not _hands_out(session.config):
        return (yield)
    with _alone(), session.config.stash[blocking_manager_key].unblock():
        started = yield
        _migrate()
        session.config.stash[_MIGRATED] = True
    return started


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash.get(_MIGRATED, False):
        with session.config.stash[blocking_manager_key].unblock():
            _drop()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """What stands here for pytest-django's own, which migrates in every process."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    with django_db_blocker.unblock():
        if worker:
            _copy_for(worker)
        else:
            _migrate()
    yield
    with django_db_blocker.unblock():
        _drop()


def _hands_out(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput") and config.getoption("dist", "no") != "no"


@contextmanager
def _alone() -> Iterator[None]:
    # The system lets go of it for a process that was killed.
    with (Path(os.environ["TEST_DATA_DIR"]) / "migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate() -> None:
    setup_databases(verbosity=0, interactive=False, serialized_aliases=())
    # Nothing is copied while somebody is connected to it.
    connections.close_all()


def _copy_for(worker: str) -> None:
    with _alone():
        pass  # They are migrated now.
    for connection in connections.all():
        connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
        connection.creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        connection.creation.setup_worker_connection(worker)


def _drop() -> None:
    for connection in connections.all():
        connection.close()
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        with connection._nodb_cursor() as cursor:
            # A thread of some test may still hold a connection.
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
