"""Which variant of a product is shown, and where each other choice leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domains.catalog.types import Picture, Product, Variant


@dataclass(frozen=True, slots=True)
class Pick:
    """One value of an option: the variant it leads to, and how that stands in the visitor's currency."""

    value: str
    sku: str
    chosen: bool
    in_stock: bool
    priced: bool
    swatch: str


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    chosen: str
    picks: tuple[Pick, ...]


def chosen_variant(product: Product, sku: str, currency: str) -> Variant | None:
    """The variant asked for, else the default, else the first to be had, in the currency if possible."""
    by_sku = {variant.sku: variant for variant in product.variants}
    if sku in by_sku:
        return by_sku[sku]
    variants = [one for one in product.variants if one.in_currency(currency)] or product.variants
    if not variants:
        return None
    default = next((one for one in variants if one.id == product.default_variant_id), variants[0])
    return default if default.in_stock else next((one for one in variants if one.in_stock), default)


def options_of(product: Product, chosen: Variant, currency: str) -> tuple[Option, ...]:
    """Every option that offers a choice, with the way from the chosen variant to each value."""
    return tuple(
        Option(name, chosen.attributes.get(name, ""), _picks(product, chosen, (name, values), currency))
        for name, values in product.options
        if len(values) > 1
    )


def pictures_of(product: Product, chosen: Variant | None) -> tuple[Picture, ...]:
    """The pictures that fit the chosen variant; all of them where none says what it shows."""
    if chosen is None:
        return product.media
    values = set(chosen.attributes.values())
    fitting = tuple(one for one in product.media if not one.shows or one.shows in values)
    return fitting or product.media


def _picks(
    product: Product, chosen: Variant, option: tuple[str, Sequence[str]], currency: str
) -> tuple[Pick, ...]:
    (name, values), picks = option, []
    for value in values:
        nearest = _nearest(product.variants, {**chosen.attributes, name: value}, name)
        if nearest is not None:
            swatch = nearest.swatch if _is_coloured_by(product, name) else ""
            is_chosen = chosen.attributes.get(name) == value
            priced = nearest.in_currency(currency) is not None
            picks.append(Pick(value, nearest.sku, is_chosen, nearest.in_stock, priced, swatch))
    return tuple(picks)


def _nearest(variants: Sequence[Variant], wanted: Mapping[str, str], name: str) -> Variant | None:
    """The variant with the wanted value of `name` that keeps most of the other choices."""
    candidates = [one for one in variants if one.attributes.get(name) == wanted[name]]
    return max(candidates, key=lambda one: (_shared(one, wanted), one.in_stock), default=None)


def _shared(variant: Variant, wanted: Mapping[str, str]) -> int:
    return sum(variant.attributes.get(name) == value for name, value in wanted.items())


def _is_coloured_by(product: Product, name: str) -> bool:
    """Whether this option's values decide the swatch, as a colour's do and a size's do not."""
    swatches: dict[str, set[str]] = {}
    for variant in product.variants:
        swatches.setdefault(variant.attributes.get(name, ""), set()).add(variant.swatch)
    every = [swatch for found in swatches.values() for swatch in found]
    return all(len(found) == 1 for found in swatches.values()) and all(every) and len(set(every)) > 1
