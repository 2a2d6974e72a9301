"""What attributes are called where shoppers read them: a category's schema says it by `title` and `unit`."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from domains.catalog import remembering, tree
from domains.catalog.narrowing import value_key
from domains.catalog.types import Product

# As a read row keeps what is true or false.
YES_OR_NO = {"yes": "Yes", "no": "No"}


class Wording(NamedTuple):
    """An attribute's title, and the unit that its numbers are in, if any."""

    title: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def of_schema(schema: Mapping[str, Any]) -> dict[str, Wording]:
    """The wording of each attribute that the schema gives a title, by the attribute's key."""
    return {
        value_key(name): Wording(str(known["title"]), str(known.get("unit", "")))
        for name, known in schema.get("properties", {}).items()
        if isinstance(known, Mapping) and known.get("title")
    }


def of_every_attribute() -> Mapping[str, Wording]:
    """The wording of every attribute by its key, the first category's where several differ; remembered."""
    return remembering.remember("wording", _gather, here=True)


def _gather() -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    for category in tree.every():
        found = of_schema(category.attributes_schema) | found
    return found


def unworded(name: str) -> Wording:
    """`dishwasher_safe` as words, where no schema has a title for it."""
    plain = name.replace("_", " ").strip()
    return Wording(plain[:1].upper() + plain[1:])


def describe(product: Product) -> tuple[tuple[str, str], ...]:
    """Each attribute of the product with its value, both in words: `Capacity`, `350 ml`."""
    known = of_schema(tree.at(product.category.path).attributes_schema) if product.category else {}
    rows = []
    for name, value in product.attributes.items():
        title, unit = known.get(value_key(name)) or unworded(name)
        rows.append((title, f"{_plain(value)} {unit}".strip()))
    return tuple(rows)


def named(category_slug: str, attributes: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """Attributes and options as a read row keeps them, in the words and order of the category's schema."""
    category = next((one for one in tree.every() if one.slug == category_slug), None)
    schema: Mapping[str, Any] = category.attributes_schema if category else {}
    known = of_schema(schema)
    names = [name for name in (*schema.get("properties", {}), *sorted(attributes)) if name in attributes]
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(names):
        title, unit = known.get(value_key(name)) or unworded(name)
        # An attribute and an option may be called the same.
        said = (f"{YES_OR_NO.get(value, value)} {unit}".strip() for value in attributes[name])
        found[title] = tuple(dict.fromkeys((*found.get(title, ()), *said)))
    return found


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)
