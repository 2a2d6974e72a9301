"""A shop to visit, and whoever visits it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.factories.shop import SmallShop, a_small_shop
from tests.standing import standing


@pytest.fixture(scope="module")
def standing_shop(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SmallShop]:
    with django_db_blocker.unblock(), standing():
        yield a_small_shop()


@pytest.fixture
def small_shop(standing_shop: SmallShop, db: None) -> SmallShop:
    return standing_shop


@pytest.fixture
def visitor(small_shop: SmallShop) -> Client:
    """A browser that has never been here."""
    return Client()
