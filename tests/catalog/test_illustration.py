"""Pictures of products: every kind can be drawn, is small, safe to inline, and shows its colours."""

import re
from xml.etree import ElementTree as ET

import pytest

from domains.catalog.illustration import FALLBACK, KINDS, VIEWS, banner, draw, kind_for
from domains.catalog.illustration.brand import HERO, hero
from domains.catalog.illustration.palette import from_oklch, oklch

FINISHED = [f"{kind}/{finish}" for kind, entry in KINDS.items() for finish in entry.finishes]
ALLOWED = {
    "svg", "defs", "g", "path", "rect", "ellipse", "circle", "use", "clipPath", "pattern", "stop",
    "linearGradient", "radialGradient", "filter", "feGaussianBlur", "feDropShadow",
}  # fmt: skip


def tags(svg: str) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}  # noqa: S314


@pytest.mark.parametrize("kind", FINISHED)
def test_every_finish_of_every_kind_draws_a_small_and_harmless_portrait(kind: str) -> None:
    for view in range(VIEWS):
        for colours in ((), ("#f7f5f0", "#263a5e"), ("#232426",)):
            svg = draw(kind, colours, seed=3, view=view)
            assert len(svg.encode()) < 12 * 1024
            assert ET.fromstring(svg).get("viewBox") == "0 0 800 1000"  # noqa: S314
            assert tags(svg) <= ALLOWED
            assert not re.search(r"(?:href=\"|url\()(?!#)", svg), "a drawing refers to nothing outside itself"


@pytest.mark.parametrize("kind", FINISHED)
def test_every_reference_meets_an_id_that_is_there_once(kind: str) -> None:
    svg = draw(kind, ("#6b7750", "#cf9b3c"), view=1)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", svg)) <= set(ids)


def test_two_pictures_on_one_page_share_no_id() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', draw("mug", (c,)))) for c in ("#6b7750", "#b2552f"))
    assert first
    assert not first & second


def test_the_same_call_gives_the_same_picture() -> None:
    assert draw("scarf", ("#b2552f",), seed=5) == draw("scarf", ("#b2552f",), seed=5)


@pytest.mark.parametrize("kind", FINISHED)
def test_another_colour_gives_another_picture(kind: str) -> None:
    paints = [set(re.findall(r"#[0-9a-f]{6}", draw(kind, (colour,)))) for colour in ("#2f6b6b", "#b2552f")]
    assert len(paints[0] - paints[1]) >= 3


def test_the_three_views_differ_and_then_begin_again() -> None:
    views = [draw("kettle", ("#2f4a3c",), view=view) for view in range(VIEWS)]
    assert len(set(views)) == VIEWS
    assert re.sub(r"\bi[0-9a-f]{8}", "i", draw("kettle", ("#2f4a3c",), view=VIEWS)) == re.sub(
        r"\bi[0-9a-f]{8}", "i", views[0]
    )


@pytest.mark.parametrize(
    ("kind", "colours", "complaint"),
    [
        ("spaceship", (), "no kind 'spaceship'"),
        ("mug/furry", (), "A mug is plain or"),
        ("mug", ("red",), "#rgb or #rrggbb"),
        ("mug", ('#fff" onload="x',), "#rgb or #rrggbb"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(
    kind: str, colours: tuple[str, ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        draw(kind, colours)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#6b7750", "#b2552f", "#c4c8cb"])
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    assert from_oklch(*oklch(colour)) == colour


def test_a_banner_holds_all_its_things() -> None:
    svg = banner(("kettle", "mug/dipped", "jacket/chore"), ("#dddddd", "#2f4a3c", "#b2552f"))
    assert ET.fromstring(svg).get("viewBox") == "0 0 1600 640"  # noqa: S314
    assert tags(svg) <= ALLOWED


def test_the_front_page_picture_is_the_one_that_the_code_draws() -> None:
    stale = f"{HERO.name} is out of date: run `python -m domains.catalog.illustration.brand`"
    assert HERO.read_text("utf-8").rstrip("\n") == hero(), stale


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The Complete Snowboard, sport", "snowboard"),
        ("Women's Chelsea Boots", "boots"),
        ("Wool boot socks", "socks"),
        ("Coffee mug with spoon", "mug"),
        ("Chambray, Shirts", "shirt"),
        ("Slim T-Shirt", "tshirt"),
        ("Kitchen knives", "knife"),
        ("Bookshelves", "shelf"),
        ("Gift Card", "card"),
        ("Table lamp in oak", "lamp"),
        ("Water Bottle 500 ml", "flask"),
        ("Cotton duvet / bedding", "bedding"),
        ("Zorblax 3000", FALLBACK),
        ("", FALLBACK),
    ],
)
def test_the_kind_is_guessed_from_words(words: str, kind: str) -> None:
    assert kind_for(words) == kind


def test_every_guess_can_be_drawn() -> None:
    nouns = "tee blouse hoodie cardigan parka jeans dress kilt beanie clogs handbag cup jug sofa desk rug tent ring"
    assert {kind_for(noun) for noun in nouns.split()} <= KINDS.keys()
    assert FALLBACK not in {kind_for(noun) for noun in nouns.split()}
