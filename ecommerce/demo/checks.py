"""Finds mistakes in the demo data before anything is written anywhere."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import jsonschema

from ecommerce.demo.shop import DemoCategory, DemoShop


def check(shop: DemoShop, *, reviewed: Collection[str]) -> None:
    """Raises ValueError with every mistake, a line each; `reviewed` are the slugs that have reviews."""
    mistakes = [
        *_doubles("product slug", (product.slug for product in shop.products)),
        *_doubles("product SKU", (product.sku for product in shop.products)),
        *_doubles("variant SKU", (variant.sku for product in shop.products for variant in product.variants)),
        *_doubles("category slug", (category.slug for category in shop.categories)),
        *_doubles("brand slug", (brand.slug for brand in shop.brands)),
        *_strangers(shop, reviewed),
        *_attributes(shop),
        *_reviews(shop),
        *_front_page(shop),
    ]
    if mistakes:
        raise ValueError("The demo data has mistakes:\n" + "\n".join(mistakes))


def _doubles(what: str, values: Iterable[str]) -> Iterator[str]:
    yield from (
        f"{what} {value} is there {count} times" for value, count in Counter(values).items() if count > 1
    )


def _strangers(shop: DemoShop, reviewed: Collection[str]) -> Iterator[str]:
    products = {product.slug for product in shop.products}
    parents = {category.parent for category in shop.categories}
    leaves = {category.slug for category in shop.categories if category.slug not in parents}
    brands = {brand.slug for brand in shop.brands}
    for product in shop.products:
        if product.category not in leaves:
            yield f"{product.slug}: {product.category} is not a leaf category"
        if product.brand not in brands:
            yield f"{product.slug}: there is no brand {product.brand}"
    for slug in reviewed:
        if slug not in products:
            yield f"reviews of {slug}, which is no product"
    for collection in shop.collections:
        for slug in collection.products:
            if slug not in products:
                yield f"collection {collection.slug}: there is no product {slug}"
    for category in leaves - {product.category for product in shop.products}:
        yield f"category {category} has no product"


def _lineage(shop: DemoShop, slug: str) -> list[DemoCategory]:
    known = {category.slug: category for category in shop.categories}
    line = []
    at: str | None = slug
    while at in known:
        line.append(known[at])
        at = known[at].parent
    return line


def _attributes(shop: DemoShop) -> Iterator[str]:
    for product in shop.products:
        line = _lineage(shop, product.category)
        schema = {"allOf": [dict(category.attributes_schema) for category in line]}
        for error in jsonschema.Draft202012Validator(schema).iter_errors(dict(product.attributes)):
            yield f"{product.slug}: {error.json_path} {error.message}"
        known = {name for category in line for name in category.attributes_schema["properties"]}
        for name in product.attributes.keys() - known:
            yield f"{product.slug}: its categories know no attribute {name}"


def _reviews(shop: DemoShop) -> Iterator[str]:
    for product in shop.products:
        for review in product.reviews:
            if review.rating not in range(1, 6):
                yield f"{product.slug}: {review.author} rates {review.rating}, which is not 1 to 5"
        yield from _doubles(f"{product.slug}: reviewer", (review.author for review in product.reviews))


def _front_page(shop: DemoShop) -> Iterator[str]:
    slugs = {category.slug for category in shop.categories}
    for editorial in shop.home.editorials:
        if editorial.category not in slugs:
            yield f"front page: there is no category {editorial.category}"
    if shop.home.action_collection not in {collection.slug for collection in shop.collections}:
        yield f"front page: there is no collection {shop.home.action_collection}"
