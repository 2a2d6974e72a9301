"""Reads the JSON files beside this module into plain values."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zlib import crc32

from ecommerce.demo.checks import check
from ecommerce.demo.shop import (
    DemoBrand,
    DemoCategory,
    DemoCollection,
    DemoColour,
    DemoEditorial,
    DemoHome,
    DemoPicture,
    DemoProduct,
    DemoPromise,
    DemoReview,
    DemoShop,
    DemoSynonym,
    DemoVariant,
    DemoWarehouse,
)

_HERE = Path(__file__).parent


def load() -> DemoShop:
    """The whole demo shop, the same on every call.

    Raises ValueError that names every mistake in the files: a double SKU or slug, an unknown category, brand,
    colour or picture kind, or attributes that their category's schema refuses.
    """
    shop = _read("shop.json")
    colours = {
        slug: DemoColour(slug, name, code, tuple(hexes))
        for slug, (name, code, *hexes) in _read("colours.json").items()
    }
    warehouses = tuple(DemoWarehouse(**row) for row in shop["warehouses"])
    reviews = {slug: rows for file in _files("reviews") for slug, rows in _read(file).items()}
    products = tuple(
        _product(row, shop["sizes"], colours, warehouses, reviews.get(row["slug"], []))
        for file in _files("catalogue")
        for row in _read(file)
    )
    loaded = DemoShop(
        name=shop["name"],
        tagline=shop["tagline"],
        about=shop["about"],
        currency=shop["currency"],
        home=_home(shop["home"]),
        warehouses=warehouses,
        brands=tuple(DemoBrand(**row) for row in shop["brands"]),
        categories=tuple(_categories(_read("categories.json"), None, products)),
        products=products,
        collections=tuple(
            DemoCollection(
                row["slug"],
                row["name"],
                row["description"],
                tuple(row.get("products", ())),
                tuple(map(tuple, row.get("conditions", ()))),
            )
            for row in shop["collections"]
        ),
        synonyms=tuple(
            DemoSynonym(tuple(row["words"]), tuple(row.get("instead", ()))) for row in shop["synonyms"]
        ),
    )
    check(loaded, reviewed=reviews.keys())
    return loaded


@lru_cache(maxsize=1)
def load_home() -> DemoHome:
    """The words of the front page alone."""
    return _home(_read("shop.json")["home"])


def _read(name: str) -> Any:
    return json.loads((_HERE / name).read_text("utf-8"))


def _files(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.name}" for path in (_HERE / folder).glob("*.json"))


def _home(row: Mapping[str, Any]) -> DemoHome:
    return DemoHome(
        headline=row["headline"],
        lead=row["lead"],
        action=row["action"],
        action_collection=row["action_collection"],
        promises=tuple(DemoPromise(**promise) for promise in row["promises"]),
        editorials=tuple(DemoEditorial(**editorial) for editorial in row["editorials"]),
    )


def _categories(
    rows: list[dict[str, Any]], parent: str | None, products: tuple[DemoProduct, ...]
) -> Iterator[DemoCategory]:
    for position, row in enumerate(rows):
        yield DemoCategory(
            slug=row["slug"],
            name=row["name"],
            parent=parent,
            position=position,
            description=row["description"],
            attributes_schema={
                "type": "object",
                "properties": row.get("attributes", {}),
                "required": row.get("required", []),
            },
            illustration=row.get("illustration") or _sampler(row, products),
        )
        yield from _categories(row.get("children", []), row["slug"], products)


def _sampler(row: Mapping[str, Any], products: tuple[DemoProduct, ...]) -> str:
    """Up to four things of a category side by side, each shelf's first before any shelf's second."""
    shelves = [child["slug"] for child in row.get("children", [])] or [row["slug"]]
    stocked = [[product for product in products if product.category == slug] for slug in shelves]
    in_turn = [product for tier in zip_longest(*stocked) for product in tier if product]
    shown = list({product.kind: product for product in reversed(in_turn)}.values())[::-1][:4]
    colours = ["#ded6c8", *(product.variants[0].colour.hexes[0] for product in shown)]
    return " ".join([product.kind for product in shown] + colours)


def _product(
    row: Mapping[str, Any],
    sizes: Mapping[str, list[str]],
    colours: Mapping[str, DemoColour],
    warehouses: tuple[DemoWarehouse, ...],
    reviews: list[list[Any]],
) -> DemoProduct:
    unknown = [slug for slug in row["colours"] if slug not in colours]
    if unknown:
        raise ValueError(f"{row['slug']} has colours that colours.json lacks: {', '.join(unknown)}.")
    chosen = [colours[slug] for slug in row["colours"]]
    variants = tuple(_variants(row, _sizes(row, sizes), chosen, warehouses))
    cheapest = min(variants, key=lambda variant: variant.price)
    return DemoProduct(
        sku=row["sku"],
        slug=row["slug"],
        name=row["name"],
        category=row["category"],
        brand=row["brand"],
        kind=row["kind"],
        summary=row["summary"],
        description=_html(row["description"]),
        attributes=row["attributes"],
        tags=tuple(row["tags"]),
        price=cheapest.price,
        sale_price=cheapest.sale_price,
        days_ago=row["days_ago"],
        featured=row.get("featured", False),
        variants=variants,
        pictures=tuple(_pictures(row, chosen)),
        reviews=tuple(DemoReview(*review) for review in reviews),
    )


def _sizes(row: Mapping[str, Any], sizes: Mapping[str, list[str]]) -> dict[str, str]:
    """Price by size; a product of one size has the size ""."""
    wanted = row.get("sizes", [""])
    if isinstance(wanted, dict):
        return wanted
    labels = sizes[wanted] if isinstance(wanted, str) else wanted
    return dict.fromkeys(labels, row["price"])


def _variants(
    row: Mapping[str, Any],
    sizes: Mapping[str, str],
    colours: list[DemoColour],
    warehouses: tuple[DemoWarehouse, ...],
) -> Iterator[DemoVariant]:
    for colour in colours:
        for size, price in sizes.items():
            options = {"Colour": colour.name} | ({"Size": size} if size else {})
            sku = "-".join(filter(None, (row["sku"], colour.code, _code(size))))
            yield DemoVariant(
                sku=sku,
                options=options,
                colour=colour,
                price=Decimal(price),
                sale_price=_reduced(Decimal(price), row.get("off")),
                weight_g=row["weight_g"],
                stock=_stock(sku, warehouses),
            )


def _code(size: str) -> str:
    return "".join(letter for letter in size.upper() if letter.isalnum())[:6]


def _reduced(price: Decimal, percent: int | None) -> Decimal | None:
    """The sale price, in whole dollars as a shop would round it."""
    return (price * (100 - percent) / 100).quantize(Decimal(1)).quantize(Decimal("0.01")) if percent else None


def _stock(sku: str, warehouses: tuple[DemoWarehouse, ...]) -> dict[str, int]:
    """Settled by the SKU: one in nineteen is sold out, one in seven nearly, the second place holds less."""
    draw = crc32(sku.encode())
    if draw % 19 == 0:
        plenty = 0
    elif draw % 7 == 0:
        plenty = 1 + draw % 4
    else:
        plenty = 12 + draw // 7 % 60
    return {place.code: plenty // (1 + 2 * index) for index, place in enumerate(warehouses)}


def _pictures(row: Mapping[str, Any], colours: list[DemoColour]) -> Iterator[DemoPicture]:
    """Three views of the first colour, two of each other."""
    seed = crc32(row["sku"].encode()) % 1000
    for index, colour in enumerate(colours):
        for view, words in ((0, ""), (1, ", detail"), (2, ", on a coloured ground"))[: 3 if not index else 2]:
            alt = f"{row['name']} in {colour.name}{words}"
            yield DemoPicture(row["kind"], colour.hexes, seed, view, alt, colour.name)


def _html(blocks: list[str | list[str]]) -> str:
    """A text is a paragraph, a list of texts is a list."""
    return "".join(
        f"<p>{block}</p>"
        if isinstance(block, str)
        else f"<ul>{''.join(f'<li>{item}</li>' for item in block)}</ul>"
        for block in blocks
    )
