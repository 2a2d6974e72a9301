"""Answers of the catalogue are kept until something they tell of changes, and never given to the wrong one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domains.catalog import services as catalog
from domains.catalog.types import Product
from domains.kernel import keeping
from domains.kernel.ids import VariantId
from domains.kernel.router import database_of
from ecommerce.operations.cache import ForgivingRedisCache
from tests.factories.shop import SmallShop, a_small_shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> SmallShop:
    return a_small_shop()


@pytest.fixture
def tee(shop: SmallShop) -> Product:
    return shop.tee


@pytest.mark.parametrize("path", ["products", "products/{slug}", "products/{id}", "categories", "brands"])
def test_an_answer_that_is_asked_for_again_costs_no_query(client: Client, tee: Product, path: str) -> None:
    address = f"/api/v1/{path.format(slug=tee.slug, id=tee.id)}"
    first = _twice(client, address)

    with _catalogue_asked() as asked:
        kept = client.get(address)

    assert len(asked) == 0
    assert kept.content == first.content
    assert kept["ETag"] == first["ETag"]
    assert kept["Content-Type"] == first["Content-Type"]
    assert kept["Cache-Control"] == first["Cache-Control"]
    assert kept["X-Correlation-ID"] != first["X-Correlation-ID"]


def test_what_is_asked_for_only_once_takes_no_room(client: Client, tee: Product) -> None:
    client.get("/api/v1/products?min_price=1.23")

    with _catalogue_asked() as asked:
        client.get("/api/v1/products?min_price=1.23")

    assert len(asked) > 0


def test_what_nobody_asked_for_before_is_not_looked_for_in_the_cache(client: Client, tee: Product) -> None:
    address = "/api/v1/products?min_price=1.23"

    with _cache_asked() as asked:
        assert client.get(address).status_code == 200
        assert not asked
        assert client.get(address).status_code == 200
        assert asked


def test_whoever_has_the_answer_is_told_so(client: Client, tee: Product) -> None:
    address = f"/api/v1/products/{tee.slug}"
    tag = _twice(client, address)["ETag"]

    again = client.get(address, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.content == b""


def test_a_change_shows_at_once(client: Client, tee: Product) -> None:
    one, many = f"/api/v1/products/{tee.slug}", "/api/v1/products"
    before = _twice(client, one).json(), _twice(client, many).json()
    assert before[0]["name"] == tee.name

    catalog.change_product(tee.id, new=replace(catalog.get_editable(tee.id), name="Another name"))

    assert client.get(one).json()["name"] == "Another name"
    assert "Another name" in [row["name"] for row in client.get(many).json()["results"]]


def test_what_an_order_leaves_shows_at_once(client: Client, tee: Product) -> None:
    address, variant = f"/api/v1/products/{tee.slug}", tee.variants[0]
    _twice(client, address)

    catalog.record_availability({VariantId(variant.id): variant.available - 1})

    shown = {one["id"]: one["available"] for one in client.get(address).json()["variants"]}
    assert shown[str(variant.id)] == variant.available - 1


def test_a_category_that_gets_another_name_has_it_on_its_products(client: Client, tee: Product) -> None:
    address = f"/api/v1/products/{tee.slug}"
    slug = _twice(client, address).json()["category"]["slug"]

    catalog.save_category(slug=slug, name="Soft things")

    assert client.get(address).json()["category"]["name"] == "Soft things"


def test_a_change_of_one_product_leaves_the_others_kept(client: Client, shop: SmallShop) -> None:
    other = shop.mug
    address = f"/api/v1/products/{other.slug}"
    _twice(client, address)
    tee = shop.tee

    catalog.record_availability({VariantId(tee.variants[0].id): tee.variants[0].available - 1})

    with _catalogue_asked() as asked:
        client.get(address)
    assert len(asked) == 0


def test_an_answer_that_was_begun_before_a_change_is_not_kept_after_it(tee: Product) -> None:
    keeping.find("kept:race")
    begun = keeping.find("kept:race")
    assert begun is not None
    assert begun.wanted

    keeping.mark_changed(["product-1"], using=database_of("catalog"))
    keeping.keep("kept:race", asked_at=begun.asked_at, names=["product-1"], head=b"[]", body=b"old")

    found = keeping.find("kept:race")
    assert found is not None
    assert found.body is None


def test_only_one_makes_a_stale_answer_anew_while_others_get_the_old_one() -> None:
    keeping.find("kept:many")
    begun = keeping.find("kept:many")
    assert begun is not None
    keeping.keep("kept:many", asked_at=begun.asked_at, names=["products"], head=b"[]", body=b"old")
    keeping.mark_changed(["products"], using=database_of("catalog"))

    found = [keeping.find("kept:many") for _ in range(5)]

    assert [one.body for one in found if one is not None] == [None, b"old", b"old", b"old", b"old"]
    assert [one.wanted for one in found if one is not None] == [True, False, False, False, False]


def test_an_answer_that_is_asked_for_all_the_time_is_made_anew_by_one_before_it_lapses() -> None:
    asked = keeping.find("kept:evergreen")
    assert asked is not None
    an_age_ago = str(int(asked.asked_at) - 46_000_000)
    keeping.keep("kept:evergreen", asked_at=an_age_ago, names=["spring"], head=b"", body=b"old")

    maker, other = keeping.find("kept:evergreen"), keeping.find("kept:evergreen")

    assert maker is not None and maker.wanted and maker.body is None
    assert other is not None and other.body == b"old"
    keeping.keep("kept:evergreen", asked_at=maker.asked_at, names=["spring"], head=b"", body=b"new")
    later = keeping.find("kept:evergreen")
    assert later is not None and later.body == b"new" and not later.wanted


def test_whoever_brings_a_cookie_gets_an_answer_of_their_own(client: Client, tee: Product) -> None:
    address = f"/api/v1/products/{tee.slug}"
    _twice(client, address)

    with _catalogue_asked() as asked:
        answer = client.get(address, headers={"Cookie": "theme=dark"})

    assert answer.status_code == 200
    assert len(asked) > 0


def test_a_token_is_looked_at_though_the_answer_is_kept(client: Client, tee: Product) -> None:
    address = f"/api/v1/products/{tee.slug}"
    _twice(client, address)

    assert client.get(address, headers={"Authorization": "Bearer nobody"}).status_code == 401


def test_an_unknown_filter_is_refused_every_time(client: Client, tee: Product) -> None:
    answers = [client.get("/api/v1/products?colour=red") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [400] * 3


def test_what_is_no_answer_of_the_api_is_not_looked_for_in_the_cache(client: Client) -> None:
    with _cache_asked() as asked:
        assert [client.get("/health/live").status_code for _ in range(2)] == [200, 200]

    assert not asked


def test_without_the_cache_every_answer_is_the_same(client: Client, tee: Product, away: None) -> None:
    assert [client.get(f"/api/v1/products/{tee.slug}").json()["slug"] for _ in range(3)] == [tee.slug] * 3


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cache is as it is after a failure to reach it."""
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", float("inf"))
    yield


def _twice(client: Client, address: str) -> Any:
    client.get(address)
    return client.get(address)


@contextmanager
def _cache_asked() -> Iterator[list[str]]:
    """What the cache is asked for meanwhile; it is as good as away."""
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ForgivingRedisCache, "run", lambda self, *given: asked.append(given[1]))
        yield asked


def _catalogue_asked() -> CaptureQueriesContext:
    return CaptureQueriesContext(connections[database_of("catalog")])
