"""Assembles one product from the lines of its handle."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import nh3
from django.utils.text import slugify

from domains.catalog.illustration import kind_for
from domains.catalog.importing import columns as c
from domains.catalog.importing import markets
from domains.catalog.importing.fields import MOST_STOCK, Refused, moment, money, whole, yes
from domains.catalog.importing.lines import Line
from domains.catalog.types import (
    LineProblem,
    NewProduct,
    NewVariant,
    OtherPrice,
    Picture,
    ProductStatus,
    Visibility,
)

_NO_OPTION = "Title"  # Shopify's name for the option of a product that has none
_LONGEST_SKU = 100
_POSITION_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as the file tells it. `pictures` are where they come from, `stock` is by SKU.

    Its category is the product's own where the file `is_exact`, else what one of `categories` names.
    """

    line: int
    product: NewProduct
    categories: tuple[str, ...]
    pictures: tuple[Picture, ...]
    stock: Mapping[str, int]
    is_exact: bool = False


@dataclass(slots=True)
class _Reading:
    currency: str
    handle: str
    options: tuple[str, ...]
    variants: list[NewVariant] = field(default_factory=list)
    stock: dict[str, int] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)


def assemble(
    handle: str, lines: Sequence[Line], *, currency: str
) -> tuple[Goods | None, tuple[LineProblem, ...]]:
    """The product, or None when no variant of it can be sold; and every line that was left out."""
    head = next((line for line in lines if line.get(c.TITLE)), lines[0])
    if not head.get(c.TITLE):
        reason = "No line of this handle has a title, so its product was left out."
        return None, (LineProblem(head.number, c.TITLE, reason),)
    reading = _Reading(currency, handle, _option_names(lines))
    for line in lines:
        _take_variant(reading, line, alone=len(lines) == 1)
    if not reading.variants:
        reason = "No line of this handle makes a variant that can be sold, so its product was left out."
        return None, (*reading.problems, LineProblem(head.number, c.PRICE, reason))
    goods = Goods(
        line=head.number,
        product=_product(head, reading),
        categories=tuple(_category_names(head)),
        pictures=_pictures(lines, head.get(c.TITLE)),
        stock=reading.stock,
    )
    return goods, tuple(reading.problems)


def _option_names(lines: Sequence[Line]) -> tuple[str, ...]:
    for line in lines:
        names = tuple(line.get(column)[:255] for column in c.OPTION_NAMES)
        if any(names):
            return () if names[0] == _NO_OPTION and not any(names[1:]) else names
    return ()


def _take_variant(reading: _Reading, line: Line, *, alone: bool) -> None:
    if not (alone or any(line.get(column) for column in (c.PRICE, c.SKU, *c.OPTION_VALUES))):
        return  # only one more picture
    try:
        variant = _variant(reading, line)
        quantity = whole(line, c.QUANTITY, lowest=-MOST_STOCK)
    except Refused as refused:
        reading.problems.append(LineProblem(line.number, refused.column, refused.reason))
        return
    reading.variants.append(variant)
    if line.get(c.QUANTITY):
        reading.stock[variant.sku] = max(0, quantity)


def _variant(reading: _Reading, line: Line) -> NewVariant:
    attributes = _attributes(reading, line)
    sku = line.get(c.SKU) or _derived_sku(reading.handle, attributes.values())
    if len(sku) > _LONGEST_SKU:
        raise Refused(c.SKU, f"The SKU is longer than {_LONGEST_SKU} characters.")
    if any(variant.sku == sku for variant in reading.variants):
        raise Refused(c.SKU, f"Another variant of this product has the SKU {sku!r}.")
    return NewVariant(
        sku=sku,
        attributes=attributes,
        price=money(line, c.PRICE, reading.currency),
        compare_at=money(line, c.COMPARE_AT, reading.currency) if line.get(c.COMPARE_AT) else None,
        sale_from=moment(line, c.SALE_FROM),
        sale_until=moment(line, c.SALE_UNTIL),
        grams=whole(line, c.GRAMS),
        barcode=line.get(c.BARCODE)[:80],
        requires_shipping=yes(line, c.SHIPPING),
        taxable=yes(line, c.TAXABLE),
        other_prices=tuple(_other_prices(line, reading.currency)),
        all_other_prices=False,
    )


def _other_prices(line: Line, own: str) -> Iterator[OtherPrice]:
    """Those in the currencies that the line names."""
    for column in line.fields:
        currency = markets.currency_of(column)
        if currency and currency != own:
            paid, regular = money(line, column, currency), None
            if line.get(markets.compare_at_in(currency)):
                regular = money(line, markets.compare_at_in(currency), currency)
            reduced = regular is not None and regular > paid
            yield OtherPrice(regular, paid) if reduced and regular else OtherPrice(paid)


def _attributes(reading: _Reading, line: Line) -> dict[str, str]:
    attributes = {}
    for name, column in zip(reading.options, c.OPTION_VALUES, strict=False):
        value = line.get(column)[:255]
        if name and not value:
            raise Refused(column, f"The product has the option {name!r}, but this line has no value of it.")
        if name:
            attributes[name] = value
    if any(variant.attributes == attributes for variant in reading.variants):
        shown = " / ".join(attributes.values()) or "without options"
        raise Refused(c.OPTION_VALUES[0], f"An earlier line is the same variant already: {shown}.")
    return attributes


def _derived_sku(handle: str, values: Iterable[str]) -> str:
    parts = [handle, *(slugify(value, allow_unicode=True) or "x" for value in values)]
    sku = "-".join(parts).upper()
    if len(sku) <= _LONGEST_SKU:
        return sku
    return f"{sku[: _LONGEST_SKU - 9]}-{hashlib.sha256(sku.encode()).hexdigest()[:8].upper()}"


def _product(head: Line, reading: _Reading) -> NewProduct:
    title, vendor = head.get(c.TITLE)[:255], head.get(c.VENDOR)[:120]
    status = head.get(c.STATUS).lower()
    return NewProduct(
        slug=reading.handle,
        name=title,
        description=nh3.clean(head.get(c.BODY)),
        category="",
        variants=tuple(reading.variants),
        brand=vendor,
        vendor=vendor,
        tags=_tags(head),
        illustration=kind_for(f"{title} {head.get(c.TYPE)} {head.get(c.TAGS)}"),
        status=ProductStatus(status) if status in list(ProductStatus) else ProductStatus.ACTIVE,
        visibility=Visibility.PUBLIC if yes(head, c.PUBLISHED) else Visibility.HIDDEN,
        seo_title=head.get(c.SEO_TITLE)[:255],
        seo_description=head.get(c.SEO_DESCRIPTION)[:1000],
        # A line that could not be read may name a variant that is on sale: it stays.
        all_variants=not reading.problems,
    )


def _tags(head: Line) -> tuple[str, ...]:
    tags = (tag.strip()[:255] for tag in head.get(c.TAGS).split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _category_names(head: Line) -> Iterator[str]:
    """What the product might stand under, the best guess first."""
    yield from filter(None, [head.get(c.TYPE)])
    yield from (part.strip() for part in reversed(head.get(c.CATEGORY).split(">")) if part.strip())
    yield from _tags(head)


def _pictures(lines: Sequence[Line], title: str) -> tuple[Picture, ...]:
    found: dict[str, Picture] = {}
    for place, line in enumerate(lines):
        url, position = line.get(c.IMAGE), line.get(c.IMAGE_POSITION)
        if url and url not in found:
            known = position.isascii() and position.isdigit() and len(position) <= _POSITION_DIGITS
            order = int(position) if known else place + 1
            found[url] = Picture(url=url, alt=(line.get(c.IMAGE_ALT) or title)[:500], position=order)
    return tuple(sorted(found.values(), key=lambda picture: picture.position))
