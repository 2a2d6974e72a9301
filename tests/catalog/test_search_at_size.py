"""In a large shop facets are guessed from a fair part, and what is few is still counted one by one."""

from decimal import Decimal

import pytest
from django.db import connection

from domains.catalog import services as catalog
from domains.catalog.models import ProductRow
from domains.catalog.types import Facet, ProductFilters
from domains.kernel.router import every_database
from tests.benchmarks.goods import multiply
from tests.factories.catalog import a_category, a_product

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(len(every_database()) > 1, reason="products are copied within one database"),
]
_MANY = 12_000


@pytest.fixture
def a_large_shop() -> None:
    a_category("hats")
    a_category("pots")
    for number in range(8):
        a_product(
            f"hat-{number}", name="Felt hat", brand="Fell & Row", category="hats", price=str(20 + number)
        )
    for number in range(4):
        a_product(f"pot-{number}", name="Clay pot", brand="Halden", category="pots", price=str(40 + number))
    multiply(_address(), first=1, last=_MANY)
    # The shop is counted again when something in it changes.
    a_category("lamps")


def test_facets_of_many_are_guessed_and_of_few_counted(a_large_shop: None) -> None:
    everything = catalog.search_products("")
    assert everything.total_is_guess
    assert everything.total == pytest.approx(_MANY + 12, rel=0.15)
    assert _counts(everything.facets, "category") == {
        "hats": pytest.approx(_MANY * 2 / 3, rel=0.15),
        "pots": pytest.approx(_MANY / 3, rel=0.2),
    }

    pots = catalog.search_products("clay", filters=ProductFilters(category="pots"))
    assert pots.total == pytest.approx(_MANY / 3, rel=0.2)
    # What else there is beside the chosen category.
    assert set(_counts(pots.facets, "category")) == {"pots"}

    narrow = ProductFilters(category="pots", min_price=Decimal("41"), max_price=Decimal("41.20"))
    few = catalog.search_products("", filters=narrow)
    exactly = ProductRow.objects.filter(
        category_slug="pots", paid__range=("41", "41.20"), listed=True
    ).count()
    assert not few.total_is_guess
    assert few.total == exactly > 0
    assert _counts(few.facets, "brand") == {"halden": exactly}


def test_of_very_many_the_best_are_found_page_after_page(a_large_shop: None) -> None:
    page = catalog.search_products("felt hat")
    assert page.total_is_guess
    assert page.total == pytest.approx(_MANY * 2 / 3, rel=0.15)
    seen = [page]
    for _ in range(3):
        seen.append(catalog.search_products("felt hat", cursor=seen[-1].next))
    names = [card.name for one in seen for card in one.results]
    assert len({card.id for one in seen for card in one.results}) == len(names) == 96
    assert all("Felt hat" in name for name in names)
    back = catalog.search_products("felt hat", cursor=seen[1].previous)
    assert back.results == seen[0].results


def test_what_sells_best_is_suggested_among_very_many(a_large_shop: None) -> None:
    multiply(_address(), first=_MANY + 1, last=21_000)
    a_product("favourite", name="Felt hat", brand="Fell & Row", category="hats")
    ProductRow.objects.filter(slug="favourite").update(popularity=10_000)
    rare = a_product("feather", name="Feather duster", category="pots")
    suggested = [card.slug for card in catalog.suggest_products("fe").products]
    assert len(suggested) == 6
    assert suggested[0] == "favourite"
    assert [card.id for card in catalog.suggest_products("feat").products] == [rare.id]


def test_one_product_among_very_many_is_found_by_a_word_of_its_own_and_counted(
    a_large_shop: None, django_assert_max_num_queries
) -> None:
    a_product("rare", name="Feltmaker's brush", category="pots")
    # Whatever is remembered is.
    catalog.suggest_products("lamp")
    with django_assert_max_num_queries(2):
        found = catalog.search_products("feltmaker")
    assert [card.slug for card in found.results] == ["rare"]
    assert (found.total, found.total_is_guess) == (1, False)
    with django_assert_max_num_queries(2):
        narrowed = catalog.search_products("feltmaker", filters=ProductFilters(max_price=Decimal(1_000)))
    assert (narrowed.total, narrowed.total_is_guess) == (1, False)
    assert _counts(narrowed.facets, "category") == {"pots": 1}


def test_a_large_shop_is_searched_with_two_more_questions(
    a_large_shop: None, django_assert_max_num_queries
) -> None:
    # Whatever is remembered is.
    catalog.suggest_products("lamp")
    with django_assert_max_num_queries(4):
        found = catalog.search_products("felt", filters=ProductFilters(category="hats", brand=("fell-row",)))
    assert len(found.results) == 24


def _address() -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)


def _counts(facets: tuple[Facet, ...], name: str) -> dict[str, int]:
    return {value.value: value.count for facet in facets if facet.name == name for value in facet.values}
