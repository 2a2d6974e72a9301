"""The suite's servers, and database rules that every test shares."""

import os

import django
import pytest

from tests import servers

# At import: the folders' own conftests are imported next, and may import models.
servers.refuse_early_settings()
servers.provide()
django.setup()
# The run's other processes choose their own database before they load settings.
del os.environ["DJANGO_SETTINGS_MODULE"]

from tests.commits import deliver_inside_testcases  # noqa: E402
from tests.emptying import emptying_what_has_rows  # noqa: E402
from tests.engines.building import NAMES  # noqa: E402

pytest_plugins = ["tests.databases", "tests.processes"]


def pytest_unconfigure() -> None:
    servers.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with a database has all of them, so that a split shop is tested as a whole one."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", ())
        if marker is None and not {"db", "transactional_db"} & set(fixtures):
            continue
        options = {**(marker.kwargs if marker else {}), "databases": "__all__"}
        if "transactional_db" in fixtures:
            options["transaction"] = True
        item.add_marker(pytest.mark.django_db(**options), append=False)
    # No process is left alone with them at the end of a run.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter) -> None:
    """Say which search servers took part: where none is installed, its tests are skipped."""
    passed = [report.nodeid for report in terminalreporter.stats.get("passed", ())]
    for name in NAMES:
        count = sum(f"[{name}" in nodeid for nodeid in passed)
        told = f"{count} tests passed on it" if count else "took no part"
        terminalreporter.write_line(f"{name}: {told}")


@pytest.fixture(autouse=True, scope="session")
def _databases_of_tests():
    with deliver_inside_testcases(), emptying_what_has_rows():
        yield


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest):
    """What one test cached or counted, no other test sees."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        from domains.kernel import noticing

        cache.clear()
        noticing.forget()


@pytest.fixture(autouse=True)
def _closed_circuits():
    """A neighbour that one test took down is up again for the next."""
    yield
    from domains.kernel import resilience

    for circuit in resilience.circuits():
        circuit.close()
    from ecommerce.operations.cache import ForgivingRedisCache

    ForgivingRedisCache.ask_again()
