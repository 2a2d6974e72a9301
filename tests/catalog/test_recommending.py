"""What else somebody may want, and why: bought together, alike, popular these days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from rest_framework.test import APIClient

from domains.catalog import services as catalog
from domains.catalog.types import RecommendationKind
from domains.kernel import clock
from domains.kernel.ids import new_id
from domains.kernel.router import database_of
from tests.factories.catalog import a_category, a_product, new_variant

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TOGETHER, SIMILAR = RecommendationKind.BOUGHT_TOGETHER, RecommendationKind.SIMILAR


def bought(*products, days_ago=0, times=1):
    with clock.running_on(lambda: NOW - timedelta(days=days_ago)):
        for _ in range(times):
            catalog.record_purchase(new_id(), quantities={one.variants[0].id: 1 for one in products})


def wanted(days_later=0):
    with clock.running_on(lambda: NOW + timedelta(days=days_later)):
        return [one.card.slug for one in catalog.list_trending(limit=10)]


def around(product, **limits):
    return [(one.card.slug, one.kind) for one in catalog.list_around([product.id], **limits)]


def only_queries(number, django_assert_num_queries):
    return django_assert_num_queries(number, connection=connections[database_of("catalog")])


def test_what_was_bought_lately_is_popular_before_what_was_bought_more_often_but_long_ago():
    old, new, _never = a_product("old"), a_product("new"), a_product("never")
    bought(old, days_ago=6, times=7)
    bought(new, times=3)
    catalog.fold_purchases()
    assert wanted() == ["new", "old"]
    assert wanted(days_later=10) == ["new"]
    assert wanted(days_later=30) == []


def test_the_order_is_the_same_however_the_purchases_are_counted():
    first, second = a_product("first"), a_product("second")
    bought(first, days_ago=2, times=3)
    catalog.fold_purchases()
    bought(second, times=2)
    catalog.fold_purchases()
    assert wanted() == ["second", "first"]
    bought(first, days_ago=1, times=1)
    catalog.fold_purchases()
    # 3 at two days and 1 at one are 2.68 of today.
    assert wanted() == ["first", "second"]


def test_purchases_years_apart_are_counted_in_one_go():
    product = a_product("evergreen")
    for years in (30, 6, 0):
        bought(product, days_ago=365 * years)
    assert catalog.fold_purchases() == 3
    assert wanted() == ["evergreen"]


def test_what_is_alike_shares_category_attributes_brand_and_words(django_assert_num_queries):
    a_category("clothing")
    a_category("t-shirts", "clothing")
    a_category("trousers", "clothing")
    a_category("mugs")
    shirt = {"category": "t-shirts", "brand": "Fell"}
    asked = a_product("linen-tee", attributes={"material": "linen", "fit": "Slim"}, **shirt)
    a_product("linen-tee-long", attributes={"material": "linen", "fit": "Slim"}, **shirt)
    a_product("cotton-tee", attributes={"material": "cotton"}, category="t-shirts", brand="Tarn")
    a_product("fell-mug", variants=(new_variant(price="400.00"),), category="mugs", brand="Fell")
    a_product("fell-trousers", category="trousers", brand="Fell")
    a_product("plain-mug", variants=(new_variant(),), category="mugs")
    a_product("sold-out-tee", available=0, **shirt)
    with only_queries(1, django_assert_num_queries):
        found = around(asked, similar=9)
    assert found == [
        ("linen-tee-long", SIMILAR),
        ("cotton-tee", SIMILAR),
        ("fell-trousers", SIMILAR),
        ("fell-mug", SIMILAR),
    ]


def test_what_was_bought_together_is_not_shown_again_as_similar(django_assert_num_queries):
    a_category("t-shirts")
    one, two, three = (a_product(f"tee-{number}", category="t-shirts") for number in range(3))
    bought(one, two)
    catalog.fold_purchases()
    with only_queries(1, django_assert_num_queries):
        assert around(one) == [("tee-1", TOGETHER), ("tee-2", SIMILAR)]
    assert around(three) == [("tee-1", SIMILAR), ("tee-0", SIMILAR)]
    assert around(one, together=0, similar=1) == [("tee-1", SIMILAR)]


def test_a_product_without_category_brand_and_company_has_nothing_around_it():
    assert around(a_product("alone")) == []
    assert catalog.list_around([new_id()]) == ()


def asked(address):
    answer = APIClient().get(f"/api/v1/products/recommendations{address}")
    return answer.status_code, answer.json()


def test_the_api_tells_the_reason_of_each():
    a_category("t-shirts")
    one, two, _three = (a_product(f"rec-{number}", category="t-shirts") for number in range(3))
    bought(one, two, times=2)
    catalog.fold_purchases()
    status, found = asked("?product=rec-0")
    assert status == 200
    assert [(row["slug"], row["kind"], row["reason"]) for row in found["results"]] == [
        ("rec-1", "bought_together", "Often bought with Rec 0"),
        ("rec-2", "similar", "Similar to Rec 0"),
    ]
    assert found["results"][0]["price"]["amount"] == "20.00"
    with clock.running_on(lambda: NOW):
        _, found = asked("?limit=3")
    assert [(row["slug"], row["kind"], row["reason"]) for row in found["results"]] == [
        ("rec-1", "trending", "Popular this week"),
        ("rec-0", "trending", "Popular this week"),
        ("rec-2", "bestselling", "Bestseller"),
    ]


def test_the_api_says_what_is_wrong_with_a_question():
    assert asked("?product=nowhere")[0] == 404
    for wrong in ("?limit=0", "?limit=25", "?limit=00080", "?limit=many", "?colour=moss"):
        status, problem = asked(wrong)
        assert status == 400 and problem["code"] == "invalid_filter", problem


def test_the_api_costs_few_queries_whatever_there_is(django_assert_max_num_queries):
    a_category("t-shirts")
    bought(*(a_product(f"tee-{number}", category="t-shirts") for number in range(9)))
    catalog.fold_purchases()
    with django_assert_max_num_queries(6):
        asked("?product=tee-0")
    with django_assert_max_num_queries(2):
        asked("?limit=24")


def test_the_api_offers_what_goes_with_several_products():
    a_category("t-shirts")
    one, two, three, four = (a_product(f"rec-{number}", category="t-shirts") for number in range(4))
    bought(one, three, times=2)
    bought(two, three, times=3)
    bought(one, two)
    catalog.fold_purchases()
    _, found = asked(f"?products={one.id},{two.id}&limit=2")
    assert [(row["slug"], row["reason"]) for row in found["results"]] == [
        ("rec-2", "Often bought with Rec 1"),
        ("rec-3", "Similar to Rec 0"),
    ]
    assert asked("?products=tee")[0] == 400
    assert asked(f"?products={','.join([str(four.id)] * 101)}")[0] == 400
