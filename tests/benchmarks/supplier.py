"""A supplier's file: as many rows as asked for, four forms of each product, told apart by name and price."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from domains.catalog.importing import columns as c

ROWS_A_PRODUCT = 4
_SIZES = ("S", "M", "L", "XL")
_THINGS = ("shirt", "jacket", "mug", "lamp", "chair", "bag", "scarf", "bowl", "rug", "kettle")
_LOOKS = ("linen", "striped", "plain", "heavy", "light", "moss", "clay", "indigo", "washed", "quilted")
_MAKERS = ("Alder", "Birch", "Cedar", "Dune", "Elm", "Fjord", "Grove", "Heath")
_WORDS = [
    "made",
    "to",
    "be",
    "used",
    "every",
    "day",
    "and",
    "mended",
    "when",
    "it",
    "must",
    "be",
    "from",
    "a",
    "small",
    "workshop",
    "that",
    "knows",
    "its",
    "makers",
    "by",
    "name",
    "soft",
    "strong",
    "quiet",
    "colours",
    "that",
    "age",
    "well",
    "wash",
    "it",
    "cold",
    "keep",
    "it",
    "long",
    "give",
    "it",
    "on",
]


def write(path: Path, *, rows: int, seed: int) -> None:
    """The same file for the same seed."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, c.EXPORTED, restval="")
        writer.writeheader()
        writer.writerows(_rows(rows, Random(seed)))


def _rows(count: int, dice: Random) -> Iterator[dict[str, str]]:
    for number in range(count):
        product, form = divmod(number, ROWS_A_PRODUCT)
        handle, paid = f"goods-{product}", dice.randrange(500, 20_000)
        row = {
            c.HANDLE: handle,
            c.OPTION_VALUES[0]: _SIZES[form],
            c.SKU: f"{handle.upper()}-{_SIZES[form]}",
            c.GRAMS: str(dice.randrange(50, 3_000)),
            c.QUANTITY: str(dice.randrange(0, 80)),
            c.PRICE: f"{paid / 100:.2f}",
            c.COMPARE_AT: f"{paid / 80:.2f}" if dice.random() < 0.2 else "",
        }
        yield row | _head(product, dice) if form == 0 else row


def _head(product: int, dice: Random) -> dict[str, str]:
    thing, look = dice.choice(_THINGS), dice.choice(_LOOKS)
    return {
        c.TITLE: f"{look.title()} {thing} {product}",
        c.BODY: f"<p>{' '.join(dice.choices(_WORDS, k=40))}</p>",
        c.VENDOR: dice.choice(_MAKERS),
        c.TYPE: f"{thing}s",
        c.TAGS: f"{look}, {thing}",
        c.OPTION_NAMES[0]: "Size",
        c.PUBLISHED: "true",
        c.STATUS: "active",
    }
