"""Looks at products make them popular, a little each."""

import pytest
from django.core.cache import cache

from domains.catalog import services as catalog
from domains.catalog.recommending import views
from domains.kernel.ids import new_id
from ecommerce.operations.cache import ForgivingRedisCache
from tests.factories.catalog import a_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Nothing is gathered in the process before it goes to the cache."""
    monkeypatch.setattr(views, "_GATHERED", 1)


def trending():
    return [one.card.slug for one in catalog.list_trending(limit=9)]


def looked(slug, times):
    for _ in range(times):
        catalog.record_view(slug)


def test_twenty_looks_are_like_an_order():
    bought, *_ = a_product("bought"), a_product("looked-at"), a_product("hardly")
    catalog.record_purchase(new_id(), quantities={bought.variants[0].id: 1})
    catalog.fold_purchases()
    looked("looked-at", 15)
    looked("hardly", 1)
    looked("gone", 50)
    assert catalog.fold_views() == 2
    assert trending() == ["bought", "looked-at"]
    looked("looked-at", 10)
    assert (catalog.fold_views(), catalog.fold_views()) == (1, 0)
    assert trending() == ["looked-at", "bought"]


def test_looks_are_gathered_before_anybody_is_asked(monkeypatch):
    monkeypatch.setattr(views, "_GATHERED", 100)
    a_product("looked-at")
    looked("looked-at", 99)
    assert catalog.fold_views() == 0
    looked("looked-at", 1)
    assert catalog.fold_views() == 1


def test_while_the_cache_is_away_looks_cost_nothing_but_themselves(monkeypatch):
    a_product("looked-at")
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", float("inf"))
    looked("looked-at", 5)
    assert catalog.fold_views() == 0
    cache.clear()


def test_a_visitor_counts_once_and_a_robot_not_at_all(client):
    for slug in ("first", "second"):
        a_product(slug)
    client.get("/products/first")
    assert catalog.fold_views() == 0
    for _ in range(3):
        client.get("/products/second")
    assert catalog.fold_views() == 1
    client.cookies.clear()
    client.get("/products/second")
    assert catalog.fold_views() == 0
