"""Goods for tests, made through the catalogue's own services."""

from itertools import count
from typing import Any

from domains.catalog import services as catalog
from domains.catalog.types import NewProduct, NewVariant, Product
from domains.kernel.ids import VariantId
from domains.kernel.money import Money

_numbers = count(1)
TEE_SCHEMA = {
    "type": "object",
    "properties": {
        "material": {"type": "string", "title": "Material"},
        "fit": {"type": "string", "title": "Fit", "enum": ["Slim", "Regular"]},
    },
}


def usd(amount: str) -> Money:
    """So many US dollars."""
    return Money.of(amount, "USD")


def a_category(slug: str = "t-shirts", parent: str = "", **changes: Any) -> str:
    """The slug of a category that exists now."""
    return catalog.save_category(
        **{"slug": slug, "name": slug.replace("-", " ").title(), "parent_slug": parent, **changes}
    ).slug


def new_variant(sku: str = "", price: str = "20.00", **changes: Any) -> NewVariant:
    """A variant that is not saved yet."""
    return NewVariant(
        **{"sku": sku or f"SKU-{next(_numbers)}", "attributes": {}, "price": usd(price), **changes}
    )


def new_tee(
    slug: str = "", *, colours: tuple[str, ...] = ("Moss", "Ink"), price: str = "20.00", **changes: Any
) -> NewProduct:
    """A T-shirt in some colours and two sizes that is not saved yet."""
    slug = slug or f"tee-{next(_numbers)}"
    swatches = {"Moss": "#5b6b46", "Ink": "#1d2433", "Clay": "#b5653f"}
    variants = tuple(
        new_variant(
            f"{slug}-{colour}-{size}".upper(),
            price,
            attributes={"Colour": colour, "Size": size},
            swatch=swatches.get(colour, ""),
            grams=190,
        )
        for colour in colours
        for size in ("S", "M")
    )
    given = {
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "description": "<p>A midweight T-shirt.</p>",
        "category": "",
        "variants": variants,
    }
    return NewProduct(**{**given, **changes})


def a_product(slug: str = "", *, available: int = 10, **changes: Any) -> Product:
    """A T-shirt in the shop, with so many of each variant."""
    product = catalog.save_product(new_tee(slug, **changes))
    if available:
        catalog.record_availability({variant.id: available for variant in product.variants})
    return catalog.get_product(product.id, drafts=True)


def a_variant_id(**changes: Any) -> VariantId:
    """The first variant of a fresh product in the shop."""
    return a_product(**changes).variants[0].id
