"""A shop to visit, and whoever visits it."""

import pytest
from django.test import Client

from tests.factories.shop import SmallShop, a_small_shop


@pytest.fixture
def small_shop(db: None) -> SmallShop:
    return a_small_shop()


@pytest.fixture
def visitor(small_shop: SmallShop) -> Client:
    """A browser that has never been here."""
    return Client()
