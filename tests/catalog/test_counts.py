"""Numbers beside shelves: at once in most shops, a little later in a very large one."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext

from domains.catalog import counts
from domains.catalog import services as catalog
from domains.catalog.remembering import RELEASE
from domains.kernel import clock
from domains.kernel.router import database_of
from tests.factories.catalog import a_category, a_product

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Hands:
    """Of the clock."""

    moment = NOON


@pytest.fixture
def hands() -> Iterator[Hands]:
    found = Hands()
    with clock.running_on(lambda: found.moment):
        yield found


@pytest.fixture
def three_tees(hands: Hands) -> None:
    a_category("t-shirts")
    for number in range(3):
        a_product(f"tee-{number}", brand="Fell", category="t-shirts")
    assert shown() == (3, 3)


@pytest.fixture
def a_shop_called_large(three_tees: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three products are many, and one is counted a second."""
    monkeypatch.setattr(counts, "SMALL", 2)
    monkeypatch.setattr(counts, "_A_SECOND", 1)


def shown() -> tuple[int, int]:
    return catalog.get_category("t-shirts").product_count, catalog.list_brands()[0].product_count


def one_more(slug: str = "one-more") -> None:
    a_product(slug, brand="Fell", category="t-shirts")


def test_a_small_shop_shows_every_change_at_once(three_tees: None) -> None:
    one_more()
    assert shown() == (4, 4)


def test_a_large_shop_is_counted_again_after_a_while(a_shop_called_large: None, hands: Hands) -> None:
    one_more()
    assert shown() == (3, 3)
    # A new shelf is there at once all the same.
    a_category("hats")
    assert catalog.get_category("hats").product_count == 0
    hands.moment += timedelta(seconds=4)
    ends = time.monotonic() + 20
    while shown() != (4, 4):
        assert time.monotonic() < ends
        time.sleep(0.2)


def test_a_change_in_a_large_shop_costs_no_count(a_shop_called_large: None) -> None:
    with CaptureQueriesContext(connections[database_of("catalog")]) as queries:
        one_more()
        shown()
    assert not [one for one in queries if "GROUP BY" in one["sql"] and "_slug" in one["sql"]]


def test_one_counts_while_the_others_show_what_they_have(a_shop_called_large: None, hands: Hands) -> None:
    hands.moment += timedelta(seconds=4)
    cache.set(f"catalog:{RELEASE}:counts:categories:busy", 1, 30)
    one_more()
    assert catalog.get_category("t-shirts").product_count == 3
    cache.delete(f"catalog:{RELEASE}:counts:categories:busy")
    one_more("another")
    assert catalog.get_category("t-shirts").product_count == 5
