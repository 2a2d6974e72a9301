"""What is remembered is what was found, and is read by the code that wrote it."""

import pytest

from domains.catalog import remembering
from domains.catalog import services as catalog
from tests.factories.catalog import a_product

pytestmark = pytest.mark.django_db


def test_a_search_and_a_suggestion_are_the_same_when_they_are_asked_for_again(
    django_assert_num_queries,
) -> None:
    a_product("hat", name="Felt hat", brand="Fell & Row")
    found, suggested = catalog.search_products("felt"), catalog.suggest_products("fe")
    with django_assert_num_queries(0):
        again, suggested_again = catalog.search_products("felt"), catalog.suggest_products("fe")
    assert again.results == found.results != ()
    assert again.facets == found.facets != ()
    assert again.highlights == found.highlights == {found.results[0].id: "<mark>Felt</mark> hat"}
    assert suggested_again == suggested
    assert suggested.products[0].name == "Felt hat"


def test_a_new_product_is_suggested_at_once_though_the_same_was_asked_for_before(
    django_capture_on_commit_callbacks,
) -> None:
    assert catalog.suggest_products("fe").products == ()
    with django_capture_on_commit_callbacks(execute=True):
        a_product("hat", name="Felt hat")
    assert [card.slug for card in catalog.suggest_products("fe").products] == ["hat"]


def test_what_another_release_remembered_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert remembering.remember("greeting", lambda: "good morning") == "good morning"
    assert remembering.remember("greeting", lambda: "good evening") == "good morning"
    monkeypatch.setattr(remembering, "RELEASE", "another")
    assert remembering.remember("greeting", lambda: "good evening") == "good evening"
