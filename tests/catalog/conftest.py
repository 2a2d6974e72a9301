"""Search on each engine that this machine has."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.engines.building import NAMES, is_built
from tests.engines.server import shared

_SERVERS = [pytest.param(name, marks=pytest.mark.search_server) for name in NAMES]


def server_url(name: str) -> str:
    """The address of the run's server of that name; the test is skipped where it is not installed."""
    if not is_built(name):
        pytest.skip(f"{name} is not installed: python -m tests.engines")
    return shared(name, Path(os.environ["TEST_DATA_DIR"]) / "engines")


@pytest.fixture(params=["postgresql", *_SERVERS])
def engine(request: pytest.FixtureRequest, settings, db) -> Iterator[str]:
    """The engine that answers, by name; a search that PostgreSQL had to answer instead is a failure."""
    if request.param == "postgresql":
        yield request.param
        return
    yield from on_server(request.param, settings)


@pytest.fixture(params=_SERVERS)
def server(request: pytest.FixtureRequest, settings, db) -> Iterator[str]:
    """The same, of the search servers alone."""
    yield from on_server(request.param, settings)


def on_server(name: str, settings) -> Iterator[str]:
    url = server_url(name)
    use_server(url, settings)
    from domains.catalog.search.engine import engine

    before = engine().turned_away
    yield name
    assert engine().turned_away == before, "PostgreSQL answered"
    for index in httpx.get(f"{url}/{settings.ELASTICSEARCH_INDEX}-*").json():
        httpx.delete(f"{url}/{index}").raise_for_status()


def use_server(url: str, settings) -> None:
    """The shop searches there, in an index of its own that shows at once what it takes in."""
    from domains.catalog import services as catalog

    settings.ELASTICSEARCH_URL = url
    settings.ELASTICSEARCH_INDEX = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    name = catalog.open_search_index()
    httpx.put(f"{url}/{name}/_settings", json={"index": {"refresh_interval": "5ms"}}).raise_for_status()
    catalog.switch_search_index(name)
