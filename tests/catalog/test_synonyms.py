"""Words that mean the same, as the shop tells its search."""

import pytest
from django.test import Client

from domains.catalog import services as catalog
from domains.catalog.errors import InvalidSynonym, SynonymNotFound, SynonymTaken
from domains.catalog.search.expressions import LONGEST, MOST
from domains.catalog.search.synonyms import MOST_ROWS
from domains.catalog.types import Synonym, SynonymKind
from domains.kernel.ids import new_id
from domains.kernel.types import Role
from tests.catalog.test_admin import form_of, page_of, refusals, signed_in
from tests.catalog.test_search import slugs
from tests.factories.catalog import a_product
from tests.racing import at_once
from tests.racing import refusals as refusals_of

pytestmark = pytest.mark.django_db


def a_group(*words: str) -> Synonym:
    return catalog.save_synonym(kind=SynonymKind.GROUP, words=words)


def a_replacement(*words: str, meant: tuple[str, ...]) -> Synonym:
    return catalog.save_synonym(kind=SynonymKind.REPLACEMENT, words=words, meant=meant)


def found(text: str) -> list[str]:
    return slugs(catalog.search_products(text))


@pytest.mark.usefixtures("engine")
class TestSearching:
    @pytest.mark.parametrize("typed", ["couch", "Couches", "couch leather", "leather couches", "-wool couch"])
    def test_a_word_finds_what_its_group_finds(self, typed: str) -> None:
        a_product("sofa", name="Leather sofa")
        a_group("sofa", "couch", "settee")
        assert found(typed) == ["sofa"]

    def test_what_has_the_typed_word_comes_first(self) -> None:
        a_product("couch", name="Couch")
        a_product("sofa", name="Sofa")
        a_group("sofa", "couch")
        assert found("sofa") == ["sofa", "couch"]
        assert found("couch") == ["couch", "sofa"]

    def test_expressions_of_several_words_are_found_in_the_middle_of_others(self) -> None:
        a_product("skillet", name="Iron skillet")
        a_product("pan", name="Iron frying pan")
        a_product("sauce", name="Iron sauce pan")
        a_group("frying pan", "skillet")
        assert sorted(found("iron frying pan")) == ["pan", "skillet"]
        assert sorted(found("frying-pans iron")) == ["pan", "skillet"]
        assert sorted(found("skillet")) == ["pan", "skillet"]
        assert found("sauce pan") == ["sauce"]

    def test_a_replacement_goes_one_way(self) -> None:
        a_product("flask", name="Steel flask")
        a_product("thermos", name="Thermos")
        a_replacement("thermos", meant=("flask",))
        assert found("thermos") == ["flask"]
        assert found("flask") == ["flask"]
        catalog.save_synonym(
            catalog.list_synonyms()[0].id,
            kind=SynonymKind.REPLACEMENT,
            words=["thermos"],
            meant=["flask", "thermos"],
        )
        assert sorted(found("thermos")) == ["flask", "thermos"]

    def test_quotes_or_and_a_minus_keep_their_meaning(self) -> None:
        a_product("sofa", name="Sofa")
        a_product("couch", name="Couch")
        a_product("lamp", name="Lamp")
        a_group("sofa", "couch")
        assert found('"couch"') == ["couch"]
        assert sorted(found("lamp or couch")) == ["couch", "lamp", "sofa"]
        assert found("lamp -couch") == ["lamp"]

    def test_a_slip_in_a_word_of_a_group_is_mended(self) -> None:
        a_product("sofa", name="Sofa")
        a_group("sofa", "settee")
        mended = catalog.search_products("setee")
        assert (slugs(mended), mended.corrected_query) == (["sofa"], "settee")

    def test_a_known_word_is_not_taken_for_a_slip(self) -> None:
        a_product("coach", name="Coach lamp")
        a_product("sofa", name="Sofa")
        a_group("sofa", "couch")
        assert catalog.search_products("couch lamp").corrected_query == ""

    def test_what_was_found_is_marked(self) -> None:
        product = a_product("sofa", name="Boathouse sofa")
        a_group("sofa", "couch")
        assert catalog.search_products("couch").highlights[product.id] == "Boathouse <mark>sofa</mark>"

    def test_suggestions_follow_too(self) -> None:
        a_product("sofa", name="Boathouse sofa")
        a_group("sofa", "couch")
        assert [card.slug for card in catalog.suggest_products("couch").products] == ["sofa"]

    def test_a_change_counts_at_once_and_so_does_its_end(self) -> None:
        a_product("sofa", name="Sofa")
        a_product("bench", name="Bench")
        assert found("couch") == []
        group = a_group("sofa", "couch")
        assert found("couch") == ["sofa"]
        catalog.save_synonym(group.id, kind=SynonymKind.GROUP, words=["bench", "couch"])
        assert found("couch") == ["bench"]
        catalog.remove_synonym(group.id)
        assert found("couch") == []

    @pytest.mark.parametrize(
        "typed", ["couch couch", "-couch", "couch or", 'couch "', "the couch of", "couch -"]
    )
    def test_whatever_stands_around_it_is_answered(self, typed: str) -> None:
        a_product("sofa", name="Sofa")
        a_group("sofa", "couch", "to be")
        catalog.search_products(typed)
        catalog.suggest_products(typed)


def test_groups_cost_a_search_no_query(django_assert_max_num_queries) -> None:
    a_product("sofa", name="Sofa")
    for number in range(50):
        a_group(f"word {number}", f"other {number}")
    a_group("sofa", "couch")
    catalog.search_products("lamp")
    with django_assert_max_num_queries(2):
        assert found("couch") == ["sofa"]


def test_other_answers_stay_remembered(django_assert_num_queries) -> None:
    catalog.get_category_tree()
    a_group("sofa", "couch")
    with django_assert_num_queries(0):
        catalog.get_category_tree()


REFUSED = [
    (["sofa"], "at least two"),
    (["sofa", "Sofas", " "], "at least two"),
    (["sofa", "x" * (LONGEST + 1)], f"at most {LONGEST} characters"),
    (["sofa", "a very long seat indeed"], "at most 4"),
    (["sofa", '"couch"'], "letters, digits"),
    (["sofa", "couch | lamp"], "letters, digits"),
    (["sofa", "a\0b"], "letters, digits"),
    ([f"word{number}" for number in range(MOST + 1)], f"at most {MOST}"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_kept_is_refused_with_what_to_do(words: list[str], said: str) -> None:
    with pytest.raises(InvalidSynonym, match=said) as refused:
        a_group(*words)
    assert refused.value.facts["field"] == "words"
    assert catalog.list_synonyms() == ()


def test_a_replacement_needs_what_it_means() -> None:
    with pytest.raises(InvalidSynonym, match="an expression, such as") as refused:
        a_replacement("thermos", meant=())
    assert refused.value.facts["field"] == "meant"


def test_an_expression_stands_in_one_row_alone() -> None:
    first = a_group("sofa", "couch")
    with pytest.raises(SynonymTaken, match="“Couches” stands in “sofa, couch”") as refused:
        a_replacement("Couches", meant=("bench",))
    assert refused.value.facts["synonym_id"] == str(first.id)
    a_replacement("bench", meant=("couch",))


def test_the_shop_keeps_so_many_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr("domains.catalog.search.synonyms.MOST_ROWS", 2)
    a_group("sofa", "couch")
    last = a_group("rug", "carpet")
    with pytest.raises(InvalidSynonym, match="Remove one first"):
        a_group("lamp", "light")
    catalog.save_synonym(last.id, kind=SynonymKind.GROUP, words=["rug", "mat"])
    assert MOST_ROWS >= 1_000


def test_what_is_gone_can_neither_be_changed_nor_removed() -> None:
    with pytest.raises(SynonymNotFound):
        catalog.save_synonym(new_id(), kind=SynonymKind.GROUP, words=["a", "b"])
    with pytest.raises(SynonymNotFound):
        catalog.remove_synonym(new_id())


@pytest.fixture
def merchandiser() -> Client:
    return signed_in(Role.MERCHANDISER)


def test_a_merchandiser_keeps_them(merchandiser: Client) -> None:
    a_product("sofa", name="Sofa")
    sent = {"kind": "group", "words": "sofa, couch", "meant": ""}
    assert merchandiser.post(page_of("synonym"), sent).status_code == 302
    (group,) = catalog.list_synonyms()
    assert found("couch") == ["sofa"]
    listed = merchandiser.get("/admin/catalog/synonym/", {"q": "couc"}).content.decode()
    assert "sofa, couch" in listed
    form = form_of(merchandiser, page_of("synonym", group.id))
    assert (
        merchandiser.post(page_of("synonym", group.id), form | {"words": "sofa, settee"}).status_code == 302
    )
    assert catalog.list_synonyms()[0].words == ("sofa", "settee")
    merchandiser.post(f"/admin/catalog/synonym/{group.id}/delete/", {"post": "yes"})
    assert catalog.list_synonyms() == ()


def test_a_refusal_keeps_what_was_typed(merchandiser: Client) -> None:
    sent = {"kind": "replacement", "words": "thermos, vacuum flask", "meant": " "}
    page = merchandiser.post(page_of("synonym"), sent)
    assert "an expression, such as" in refusals(page)
    assert 'value="thermos, vacuum flask"' in page.content.decode()


def test_the_form_can_be_opened_filled_in(merchandiser: Client) -> None:
    form = form_of(merchandiser, f"{page_of('synonym')}?words=couch&kind=group")
    assert (form["words"], form["kind"]) == ("couch", "group")


@pytest.mark.django_db(transaction=True)
def test_of_those_who_add_one_word_at_once_one_succeeds() -> None:
    outcomes = at_once([lambda number=number: a_group("sofa", f"couch {number}") for number in range(8)])
    assert refusals_of(outcomes) == ["synonym_taken"] * 7
    assert len(catalog.list_synonyms()) == 1
