"""The evaluation finds what is foreseeable, and says so of the kind that foresees it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from domains.catalog import services as catalog
from domains.catalog.types import RecommendationKind
from domains.kernel import clock
from domains.kernel.ids import UserId, new_id
from tests.factories.catalog import a_category, a_product

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def buy(person, *products, days_ago):
    with clock.running_on(lambda: NOW - timedelta(days=days_ago)):
        catalog.record_purchase(
            new_id(), quantities={one.variants[0].id: 1 for one in products}, user_id=person
        )


def a_shop_with_two_tastes():
    """Everybody buys three of the five goods of their taste, and a fourth at last."""
    for name in ("mugs", "tees"):
        a_category(name)
    shelves = [[a_product(f"{name}-{n}", category=name) for n in range(5)] for name in ("mugs", "tees")]
    for number in range(30):
        goods = shelves[number % 2]
        turned = [goods[(number // 2 + n) % 5] for n in range(4)]
        person = UserId(new_id())
        buy(person, *turned[:3], days_ago=60 - number)
        buy(person, turned[3], days_ago=30 - number)


def scores(**limits):
    return {one.kind: one for one in catalog.get_recommendation_scores(**limits)}


def test_taste_foresees_what_bestsellers_cannot():
    a_shop_with_two_tastes()
    found = scores(top=2)
    assert {one.cases for one in found.values()} == {30}
    best = found[RecommendationKind.BESTSELLING]
    assert best.hit_rate < 0.6
    for kind in (
        RecommendationKind.PERSONAL,
        RecommendationKind.BOUGHT_TOGETHER,
        RecommendationKind.SIMILAR,
    ):
        assert found[kind].hit_rate == 1, kind
    assert found[RecommendationKind.PERSONAL].coverage == 1


def test_the_same_seed_asks_the_same_people():
    a_shop_with_two_tastes()
    few = scores(top=1, most=7, seed=3)
    assert few == scores(top=1, most=7, seed=3)
    assert few[RecommendationKind.PERSONAL].cases == 7


def test_the_command_prints_a_table_or_says_what_is_missing():
    with pytest.raises(CommandError, match="Nobody bought three"):
        call_command("evaluate_recommendations")
    a_shop_with_two_tastes()
    said = StringIO()
    call_command("evaluate_recommendations", "--top", "2", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == "30 people, seed 1" and len(lines) == 8
    assert lines[-1].startswith("| personal | 1.000 |") and lines[-1].endswith("| 100.0% |")
