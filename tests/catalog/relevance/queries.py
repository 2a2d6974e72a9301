"""The queries: those that people judged, and those that follow from them and from the goods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zlib import crc32

from ecommerce.demo.shop import DemoProduct, DemoShop

_JUDGED = Path(__file__).with_name("judged.txt")
_GRADES = range(1, 4)
_OF_EACH_KIND = 25


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and how well products fit it, by slug: 3 is what was asked, what is absent does not fit."""

    kind: str
    text: str
    grades: Mapping[str, int]


def queries(shop: DemoShop) -> tuple[Judged, ...]:
    """Every query, the same on every call. Raises ValueError for a judgement that names no product."""
    judged = tuple(_judged({product.slug for product in shop.products}))
    nouns = [one for one in judged if one.kind == "noun"]
    made = (_plurals(nouns), _typos(nouns), _names(shop), _brands(shop), _colours(shop))
    return (*judged, *(one for kind in made for one in islice(kind, _OF_EACH_KIND)))


def _judged(known: set[str]) -> Iterator[Judged]:
    for number, line in enumerate(_JUDGED.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        kind, text, fits = (part.strip() for part in line.split("|"))
        pairs = (pair.partition("=") for pair in fits.split())
        grades = {slug: int(grade) for slug, _, grade in pairs}
        if not grades or not grades.keys() <= known or not set(grades.values()) <= set(_GRADES):
            raise ValueError(
                f"{_JUDGED.name}, line {number}: name products of the demo shop with grades 1 to 3"
            )
        yield Judged(kind, text, grades)


def _plurals(nouns: list[Judged]) -> Iterator[Judged]:
    irregular = {"knife": "knives", "scarf": "scarves", "dress": "dresses"}
    for one in nouns:
        yield Judged("plural", irregular.get(one.text, f"{one.text}s"), one.grades)


def _typos(nouns: list[Judged]) -> Iterator[Judged]:
    """One slip inside the word: two letters swapped, one left out, or one doubled."""
    for one in nouns:
        if len(one.text) < 5:
            continue
        chance = crc32(one.text.encode())
        at = 1 + chance % (len(one.text) - 3)
        before, a, b, after = one.text[:at], one.text[at], one.text[at + 1], one.text[at + 2 :]
        slips = (f"{before}{b}{a}{after}", f"{before}{b}{after}", f"{before}{a}{a}{b}{after}")
        slip = slips[chance // 7 % 3]
        yield Judged("typo", slip if slip != one.text else slips[1], one.grades)


def _names(shop: DemoShop) -> Iterator[Judged]:
    for product in _shuffled(shop):
        yield Judged("name", product.name, {product.slug: 3})


def _brands(shop: DemoShop) -> Iterator[Judged]:
    """The brand with the last word of a name: that product, then what else the brand has by that word."""
    names = {brand.slug: brand.name for brand in shop.brands}
    for product in _shuffled(shop):
        noun = product.name.split()[-1]
        named = [one for one in shop.products if noun in one.name.split()]
        grades = {one.slug: 3 if one.brand == product.brand else 1 for one in named}
        yield Judged("brand + noun", f"{names[product.brand]} {noun.lower()}", grades)


def _colours(shop: DemoShop) -> Iterator[Judged]:
    """A colour with the last word of a name: 3 for what comes in it, 1 for the same thing in others."""
    for product in _shuffled(shop):
        colour, noun = next(iter(product.colours)), product.name.split()[-1]
        named = [one for one in shop.products if noun in one.name.split()]
        grades = {one.slug: 3 if colour in one.colours else 1 for one in named}
        yield Judged("colour + noun", f"{colour} {noun}".lower(), grades)


def _shuffled(shop: DemoShop) -> list[DemoProduct]:
    """In an order that follows from the names alone, so that a new product moves few others."""
    return sorted(shop.products, key=lambda product: crc32(product.slug.encode()))
