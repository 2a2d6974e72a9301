"""What each buyer may want is learned from what everybody bought."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from domains.catalog import services as catalog
from domains.catalog.models import Taste
from domains.catalog.types import RecommendationKind
from domains.kernel.ids import UserId, new_id
from domains.kernel.router import database_of
from domains.kernel.types import Role
from tests.factories.catalog import a_category, a_product
from tests.factories.user import signed_in

pytestmark = pytest.mark.django_db


def buy(person, *products):
    for one in products:
        catalog.record_purchase(new_id(), quantities={one.variants[0].id: 1}, user_id=person)


def two_tastes(people=12):
    """Goods of two kinds, people who buy all but one of either, and the two who lack their last."""
    mugs = [a_product(f"mug-{number}") for number in range(5)]
    tees = [a_product(f"tee-{number}") for number in range(5)]
    for number in range(people):
        for goods in (mugs, tees):
            buy(UserId(new_id()), *(one for place, one in enumerate(goods) if place != number % 5))
    return mugs, tees


def chosen(person, **limit):
    return [(one.card.slug, one.kind, one.reason) for one in catalog.list_for_user(UserId(person), **limit)]


def test_a_person_is_offered_what_people_of_the_same_taste_bought(django_assert_num_queries):
    mugs, tees = two_tastes()
    fond_of_mugs, fond_of_tees = UserId(new_id()), UserId(new_id())
    buy(fond_of_mugs, *mugs[:4])
    buy(fond_of_tees, *tees[1:])
    assert catalog.learn_tastes() == 26
    with django_assert_num_queries(1, connection=connections[database_of("catalog")]):
        ((slug, kind, reason),) = chosen(fond_of_mugs, limit=1)
    assert (slug, kind) == ("mug-4", RecommendationKind.PERSONAL)
    assert reason.startswith("Because you bought Mug ")
    assert chosen(fond_of_tees, limit=1)[0][0] == "tee-0"


def test_what_was_bought_since_or_cannot_be_bought_is_not_offered():
    mugs, tees = two_tastes()
    person = UserId(new_id())
    buy(person, *mugs[:4])
    catalog.learn_tastes()
    buy(person, mugs[4])
    catalog.archive_product(tees[0].id)
    catalog.record_availability({one.id: 0 for one in tees[1].variants})
    learned = {slug for slug, kind, _ in chosen(person, limit=9) if kind is RecommendationKind.PERSONAL}
    assert learned == {"tee-2", "tee-3", "tee-4"}


def test_learning_again_forgets_who_is_not_known_any_more():
    two_tastes()
    Taste.objects.create(user_id=new_id(), products=[], because=[], learned_at="2020-01-01T00:00Z")
    assert catalog.learn_tastes() == catalog.learn_tastes() == Taste.objects.count() == 24


def test_too_few_people_teach_nothing_and_a_person_is_offered_what_stands_around_their_last_purchase():
    a_category("t-shirts")
    one, two, three = (a_product(f"tee-{number}", category="t-shirts") for number in range(3))
    person = UserId(new_id())
    catalog.record_purchase(
        new_id(), quantities={one.variants[0].id: 1, two.variants[0].id: 1}, user_id=UserId(new_id())
    )
    catalog.fold_purchases()
    buy(person, one)
    assert catalog.learn_tastes() == 0
    assert [(slug, reason) for slug, _, reason in chosen(person)] == [
        ("tee-1", "Often bought with Tee 0"),
        ("tee-2", "Similar to Tee 0"),
    ]
    assert chosen(new_id()) == []
    assert three.id


def test_the_api_chooses_for_whoever_is_signed_in_and_lets_nobody_keep_it():
    a_category("t-shirts")
    one, _two = (a_product(f"tee-{number}", category="t-shirts") for number in range(2))
    other = a_product("mug")
    client = signed_in(Role.CUSTOMER)
    answer = client.get("/api/v1/products/recommendations")
    assert {row["kind"] for row in answer.json()["results"]} == {"bestselling"}
    assert answer["Cache-Control"] == "private, no-store"
    person = UserId(client.get("/api/v1/users/profile").json()["id"])
    buy(person, one)
    found = client.get("/api/v1/products/recommendations?limit=3").json()["results"]
    assert (found[0]["slug"], found[0]["reason"]) == ("tee-1", "Similar to Tee 0")
    assert {row["kind"] for row in found[1:]} == {"bestselling"}
    assert len({row["slug"] for row in found}) == len(found) == 3
    assert other.id


def test_what_learns_is_loaded_by_no_process_of_the_shop():
    loaded = (
        "import django, sys; django.setup(); import ecommerce.urls, domains.catalog.tasks;"
        "print(sorted({'numpy', 'scipy', 'implicit'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", loaded],
        check=False,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    assert said.stdout.strip() == "[]", said.stderr
