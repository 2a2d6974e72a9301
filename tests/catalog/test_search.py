"""Finding goods by their words."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domains.catalog import services as catalog
from domains.catalog.types import Facet, Ordering, ProductFilters, SearchResults
from domains.kernel.errors import InvalidCursor
from domains.kernel.ids import new_id
from tests.factories.catalog import a_category, a_product, new_tee, new_variant, usd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]

# The most that any search may cost.
QUERIES = 5


def slugs(found: SearchResults) -> list[str]:
    return [card.slug for card in found.results]


def counts(found: SearchResults, name: str) -> dict[str, int]:
    return {value.value: value.count for value in facet(found, name).values}


def facet(found: SearchResults, name: str) -> Facet:
    return next(facet for facet in found.facets if facet.name == name)


def test_every_word_must_fit_and_the_name_counts_most() -> None:
    a_product("wool-scarf", name="Wool scarf")
    a_product("mug", name="Mug", description="<p>Looks good beside a wool scarf.</p>")
    a_product("wool-hat", name="Wool hat")
    assert slugs(catalog.search_products("wool scarf")) == ["wool-scarf", "mug"]


@pytest.mark.parametrize("words", ["scarves", "SCARF", "scar", "  scarf\t", "scàrf"])
def test_endings_capitals_accents_and_unfinished_words_do_not_matter(words: str) -> None:
    a_product("scarf", name="Scarf" if words != "scarves" else "Scarves")
    assert slugs(catalog.search_products(words)) == ["scarf"]


def test_a_product_is_found_by_brand_category_tag_option_and_sku() -> None:
    a_category("knitwear")
    a_category("jumpers", parent="knitwear")
    a_product("one", brand="Halden", category="jumpers", tags=("cosy",), colours=("Ochre",))
    for words in ("halden", "jumper", "knitwear", "cosy", "ochre", "ONE-OCHRE-S", "one-ochre-s"):
        assert slugs(catalog.search_products(words)) == ["one"], words


def test_quotes_or_and_a_minus_are_understood() -> None:
    a_product("a", name="Blue wool hat")
    a_product("b", name="Wool, blue: a hat")
    a_product("c", name="Linen cap")
    assert slugs(catalog.search_products('"blue wool"')) == ["a"]
    assert sorted(slugs(catalog.search_products("cap or hat"))) == ["a", "b", "c"]
    assert slugs(catalog.search_products("hat -linen wool -cap", ordering=Ordering.NAME)) == ["a", "b"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("jakcet", "jacket"), ("lether jacket", "leather jacket"), ("Jacet", "jacket")]
)
def test_a_slip_of_the_pen_is_mended_and_told(typed: str, meant: str) -> None:
    a_product("jacket", name="Leather jacket")
    a_product("racket", name="Racket")
    found = catalog.search_products(typed)
    assert (found.corrected_query.lower(), slugs(found), found.total) == (meant, ["jacket"], 1)


def test_what_is_nowhere_near_any_word_is_not_mended() -> None:
    a_product("jacket", name="Leather jacket")
    found = catalog.search_products("trombone")
    assert (found.corrected_query, found.results, found.total) == ("", (), 0)


def test_no_words_show_the_whole_shop_newest_first() -> None:
    for slug in ("a", "b", "c"):
        a_product(slug)
    found = catalog.search_products("  ")
    assert (slugs(found), found.total) == (["c", "b", "a"], 3)


def test_a_facet_counts_what_its_other_values_would_show() -> None:
    a_product("moss", colours=("Moss",), brand="Halden", price="20")
    a_product("ink", colours=("Ink",), brand="Halden", price="30")
    a_product("clay", colours=("Clay",), brand="Other", price="70", available=0)
    found = catalog.search_products("", filters=ProductFilters(brand=("halden",), in_stock=True))
    assert found.total == 2
    assert counts(found, "brand") == {"halden": 2}
    assert counts(found, "attr.colour") == {"moss": 1, "ink": 1}
    assert counts(found, "price") == {"10-24.99": 1, "25-49.99": 1}
    found = catalog.search_products("", filters=ProductFilters(attributes={"Colour": ("moss",)}))
    assert found.total == 1
    assert counts(found, "attr.colour") == {"moss": 1, "ink": 1, "clay": 1}
    assert counts(found, "brand") == {"halden": 1}
    assert counts(found, "in_stock") == {"true": 1}


def test_a_colour_facet_shows_the_colour_and_sizes_stand_in_order() -> None:
    a_product("tee", colours=("Moss",))
    found = catalog.search_products("tee")
    (moss,) = facet(found, "attr.colour").values
    assert (moss.label, moss.swatch) == ("Moss", "#5b6b46")
    assert [value.label for value in facet(found, "attr.size").values] == ["S", "M"]


def test_the_price_range_of_a_facet_is_a_filter_that_finds_as_many() -> None:
    for number, price in enumerate(["9.99", "10", "24.99", "25", "49.99", "5000"]):
        a_product(f"p{number}", price=price)
    for name, count in counts(catalog.search_products(""), "price").items():
        low, _, high = name.partition("-")
        filters = ProductFilters(min_price=Decimal(low), max_price=Decimal(high) if high else None)
        assert catalog.search_products("", filters=filters).total == count, name


def test_a_category_holds_what_stands_below_it() -> None:
    a_category("clothing")
    a_category("tops", parent="clothing")
    a_product("tee", category="tops")
    a_product("mug")
    found = catalog.search_products("", filters=ProductFilters(category="clothing"))
    assert slugs(found) == ["tee"]
    assert counts(found, "category") == {"clothing": 1, "tops": 1}


def test_only_public_products_are_found_and_changes_show_at_once() -> None:
    product = a_product("scarf", name="Scarf")
    catalog.save_product(new_tee("scarf", name="Shawl"))
    assert slugs(catalog.search_products("shawl")) == ["scarf"]
    assert slugs(catalog.search_products("scarf")) == []
    catalog.archive_product(product.id)
    assert catalog.search_products("shawl").total == 0


def test_marks_show_what_was_found_and_names_stay_harmless() -> None:
    product = a_product("x", name="Wool <script>alert(1)</script> & hat")
    found = catalog.search_products("wool")
    assert found.highlights[product.id].startswith("<mark>Wool</mark> &lt;script&gt;")
    assert "&amp; hat" in found.highlights[product.id]


@pytest.mark.parametrize("ordering", [None, *Ordering])
def test_pages_hold_every_product_once_in_both_directions(ordering: Ordering | None) -> None:
    made = {a_product(f"hat-{number}", name=f"Hat {number}").slug for number in range(7)}
    pages, cursor = [], None
    while True:
        page = catalog.search_products("hat", ordering=ordering, cursor=cursor, page_size=3)
        pages.append(slugs(page))
        last, cursor = page, page.next
        if cursor is None:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert {slug for page in pages for slug in page} == made
    back = catalog.search_products("hat", ordering=ordering, cursor=last.previous, page_size=3)
    assert slugs(back) == pages[1]


def test_a_cursor_of_another_search_is_refused() -> None:
    for number in range(3):
        a_product(f"hat-{number}", name=f"Hat {number}")
    cursor = catalog.search_products("hat", page_size=1).next
    for broken in (cursor, "x", "W10"):
        with pytest.raises(InvalidCursor):
            catalog.search_products("cap", cursor=broken)


def test_a_search_costs_five_queries_at_most(django_assert_max_num_queries) -> None:
    for number in range(30):
        a_product(f"hat-{number}", name=f"Woollen hat {number}", brand=f"Brand {number}")
    filters = ProductFilters(in_stock=True, attributes={"colour": ("moss", "ink"), "size": ("s",)})
    for words in ("hat", "wolen hta", "", "nothing like it"):
        with django_assert_max_num_queries(QUERIES):
            catalog.search_products(words, filters=filters)
    with django_assert_max_num_queries(QUERIES):
        catalog.suggest_products("ha")


NASTY = [
    "x" * 10_000,
    "wool " * 2_000,
    "!?;:.,-—…()[]{}<>|&",
    "'; DROP TABLE catalog_product; --",
    "%s %d {} \\ \\' \" ''",
    "(((.*+[[^",
    "a\0b",
    "\ud800",
    "-",
    '"',
    "or",
    "or or or",
    "-wool",
    "日本語",
    "шерсть",
    "صوف",
    "🧶",
    "_",
    "__",
    "w:*",
    "<-> !wool",
]


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_typed_is_answered(typed: str) -> None:
    a_product("scarf", name="Wool scarf")
    catalog.search_products(typed)
    catalog.suggest_products(typed)
    catalog.record_search(typed, found=0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_any_text_is_answered(typed: str) -> None:
    catalog.search_products(typed)
    catalog.suggest_products(typed)


def test_words_in_other_scripts_are_found() -> None:
    a_product("scarf", name="Шерстяной шарф")
    assert slugs(catalog.search_products("шарф")) == ["scarf"]


def test_suggestions_hold_products_categories_and_what_others_found() -> None:
    a_category("jackets")
    a_product("jacket", name="Leather jacket", category="jackets")
    catalog.record_search("Jacket  leather", found=1)
    catalog.record_search("jacket leather", found=1)
    catalog.record_search("jacaranda", found=0)
    catalog.record_search("jackte", found=3, meant="jacket")
    catalog.fold_searches()
    suggestions = catalog.suggest_products("jac")
    assert [card.slug for card in suggestions.products] == ["jacket"]
    assert [category.slug for category in suggestions.categories] == ["jackets"]
    assert suggestions.queries == ("jacket leather",)


@pytest.mark.parametrize("typed", ["eve", "every", "everyd", "everyday mu", "ÉVERY"])
def test_a_word_is_found_at_each_letter_of_it(typed: str) -> None:
    a_product("everyday-mug", name="Everyday Mug")
    assert [card.slug for card in catalog.suggest_products(typed).products] == ["everyday-mug"]
    assert [card.slug for card in catalog.search_products(typed).results] == ["everyday-mug"]


def test_suggestions_forgive_a_slip_too() -> None:
    a_product("jacket", name="Leather jacket")
    assert [card.slug for card in catalog.suggest_products("jakcet").products] == ["jacket"]


def test_a_variant_that_is_no_longer_sold_is_not_found_by_its_sku() -> None:
    a_product(
        "tee",
        variants=(
            new_variant("AB-1", attributes={"Size": "S"}),
            new_variant("AB-2", "20", attributes={"Size": "M"}),
        ),
    )
    assert slugs(catalog.search_products("AB-1")) == ["tee"]
    catalog.save_product(new_tee("tee", variants=(new_variant("AB-2", attributes={"Size": "M"}),)))
    assert slugs(catalog.search_products("AB-1")) == []
    assert usd("20") == catalog.search_products("AB-2").results[0].price


def test_of_what_fits_alike_what_sold_stands_first(engine) -> None:
    made = [a_product(f"scarf-{number}", name="Wool scarf") for number in range(3)]
    last = catalog.search_products("wool scarf").results[-1]
    sold = next(one for one in made if one.id == last.id)
    catalog.record_purchase(new_id(), quantities={sold.variants[0].id: 40})
    catalog.fold_purchases()
    assert catalog.refresh_popularity() == (0 if engine == "postgresql" else 1)
    assert catalog.search_products("scarf wool").results[0].id == sold.id
