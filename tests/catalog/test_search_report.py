"""What shoppers search for, open and buy is counted, and told to merchandisers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.models import PastQuery, QueryDay
from domains.catalog.search import tallies
from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from ecommerce.operations.cache import ForgivingRedisCache
from tests.catalog.test_admin import form_of, signed_in
from tests.racing import at_once

pytestmark = pytest.mark.django_db

REPORT = "/admin/catalog/pastquery/"


def told(text: str) -> tuple[int, int, int, int]:
    """Searches, those that found nothing, clicks and purchases of a text, over all days."""
    rows = QueryDay.objects.filter(query=text).values_list("searches", "nothing", "clicks", "purchases")
    searches, nothing, clicks, purchases = map(sum, zip(*rows, strict=True)) if rows else (0, 0, 0, 0)
    return searches, nothing, clicks, purchases


def test_searches_are_added_up_and_written_together() -> None:
    for found in (3, 3, 0):
        catalog.record_search("  Wool  SCARF ", found=found)
    catalog.record_search("hat", found=1)
    catalog.record_search_click("wool scarf")
    assert not QueryDay.objects.exists()
    assert catalog.fold_searches() == 2
    assert told("wool scarf") == (3, 1, 1, 0)
    assert PastQuery.objects.values_list("searches", "found").get(text="wool scarf") == (3, 0)
    assert catalog.fold_searches() == 0


@pytest.mark.parametrize("address", ["/search", "/api/v1/products/search"])
def test_to_narrow_and_to_order_what_was_found_is_no_other_search(client, address: str) -> None:
    for more in ("", "&in_stock=true", "&max_price=40", "&ordering=price", "&attr.colour=moss"):
        assert client.get(f"{address}?q=scarf{more}").status_code == 200
    catalog.fold_searches()
    assert told("scarf") == (1, 1, 0, 0)


def test_a_search_writes_nothing_to_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        catalog.record_search("scarf", found=1)
        catalog.record_search_click("scarf")


def test_counts_of_later_folds_come_on_top() -> None:
    for _ in range(3):
        catalog.record_search("scarf", found=1)
        catalog.fold_searches()
    assert told("scarf") == (3, 0, 0, 0)
    assert PastQuery.objects.get(text="scarf").searches == 3


def test_a_batch_that_was_written_and_not_dropped_is_not_written_twice() -> None:
    catalog.record_search("scarf", found=1)
    batch = tallies.take()
    tallies.write(batch)
    catalog.record_search("scarf", found=1)
    assert catalog.fold_searches() == 1
    assert told("scarf") == (1, 0, 0, 0)
    catalog.fold_searches()
    assert told("scarf") == (2, 0, 0, 0)


def test_a_batch_that_was_taken_and_not_written_is_taken_again() -> None:
    catalog.record_search("scarf", found=1)
    assert tallies.take().name == tallies.take().name
    catalog.fold_searches()
    assert told("scarf") == (1, 0, 0, 0)


def test_what_was_bought_after_a_search_counts_for_it_once() -> None:
    cart, scarf, hat = new_id(), new_id(), new_id()
    catalog.record_search("wool", found=2)
    catalog.record_search_choice(cart, variant_id=scarf, query="Wool")
    for _ in range(2):
        catalog.record_search_purchase(cart, variant_ids=[scarf, hat])
    catalog.record_search_purchase(new_id(), variant_ids=[scarf])
    catalog.fold_searches()
    assert told("wool") == (1, 0, 0, 1)


def test_what_nobody_searched_for_is_not_made_up_by_clicks() -> None:
    catalog.record_search_click("buy pills")
    catalog.fold_searches()
    assert not PastQuery.objects.exists()


def test_nonsense_of_all_kinds_fills_no_memory(monkeypatch) -> None:
    monkeypatch.setattr(tallies, "MOST_WAITING", 10)
    for number in range(50):
        catalog.record_search(f"nonsense {number}", found=0)
    assert catalog.fold_searches() <= 10
    catalog.record_search("scarf", found=1)
    catalog.fold_searches()
    assert told("scarf") == (1, 0, 0, 0)


def test_while_the_cache_is_away_searches_are_answered_and_not_counted(monkeypatch) -> None:
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", float("inf"))
    catalog.record_search("scarf", found=1)
    catalog.record_search_click("scarf")
    catalog.record_search_purchase(new_id(), variant_ids=[new_id()])
    assert catalog.fold_searches() == 0


def test_nothing_that_is_kept_tells_who_searched() -> None:
    assert {field.name for field in QueryDay._meta.get_fields()} == {
        "id", "query", "day", "searches", "nothing", "clicks", "purchases",
    }  # fmt: skip
    catalog.record_search_choice(cart := new_id(), variant_id=new_id(), query="scarf")
    seconds = cache._cache.get_client().ttl(f"catalog:led-to:{cart}")
    assert 0 < seconds <= tallies.REMEMBERED_DAYS * 24 * 3600


def test_days_long_ago_are_forgotten() -> None:
    catalog.record_search("scarf", found=1)
    catalog.fold_searches()
    QueryDay.objects.update(day=clock.now().date() - timedelta(days=tallies.KEPT_DAYS + 1))
    catalog.record_search("hat", found=1)
    catalog.fold_searches()
    assert told("scarf") == (0, 0, 0, 0)
    assert told("hat") == (1, 0, 0, 0)


@pytest.fixture
def merchandiser() -> Client:
    return signed_in(Role.MERCHANDISER)


def a_week_of_searches() -> None:
    for found in (0, 0, 5, 5):
        catalog.record_search("couch", found=found)
    catalog.record_search_click("couch")
    catalog.record_search("jakcet", found=2, meant="jacket")
    catalog.record_search("trombone", found=0)
    catalog.fold_searches()


def test_the_report_tells_what_came_of_each_search(merchandiser, django_assert_max_num_queries) -> None:
    a_week_of_searches()
    merchandiser.get(REPORT)
    with django_assert_max_num_queries(10):
        page = merchandiser.get(REPORT).content.decode()
    assert "1 · 25%" in page and "2 · 50%" in page
    assert "taken for jacket" in page
    assert page.index("couch") < page.index("trombone")
    nothing = merchandiser.get(REPORT, {"result": "nothing"}).content.decode()
    assert "trombone" in nothing and "jakcet" not in nothing
    slips = merchandiser.get(REPORT, {"result": "slip"}).content.decode()
    assert "jakcet" in slips and "trombone" not in slips


def test_the_report_is_of_its_period(merchandiser) -> None:
    a_week_of_searches()
    QueryDay.objects.filter(query="couch").update(day=clock.now().date() - timedelta(days=20))
    assert "couch" in merchandiser.get(REPORT).content.decode()
    assert "couch" not in merchandiser.get(REPORT, {"period": "7"}).content.decode()
    assert "couch" in merchandiser.get(REPORT, {"period": "90"}).content.decode()
    assert merchandiser.get(REPORT, {"period": "x"}).status_code == 200


def test_a_row_leads_to_a_synonym_and_to_pins_that_are_filled_in(merchandiser) -> None:
    a_week_of_searches()
    page = merchandiser.get(REPORT).content.decode()
    for address, field in (
        ("/admin/catalog/synonym/add/?kind=group&words=trombone", "words"),
        ("/admin/catalog/pinnedsearch/add/?queries=trombone", "queries"),
    ):
        assert address.replace("&", "&amp;") in page
        assert form_of(merchandiser, address)[field] == "trombone"


@pytest.mark.django_db(transaction=True)
def test_sweepers_that_fold_at_once_count_each_search_once() -> None:
    for _ in range(20):
        catalog.record_search("scarf", found=1)
    at_once([catalog.fold_searches] * 8)
    assert told("scarf") == (20, 0, 0, 0)
