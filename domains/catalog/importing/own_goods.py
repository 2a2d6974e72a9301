"""Assembles one product from the lines of our own CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from domains.catalog.importing import own_columns as c
from domains.catalog.importing.fields import MOST_STOCK, Refused, moment, money, price_of, whole, yes
from domains.catalog.importing.goods import Goods
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

E = TypeVar("E", ProductStatus, Visibility)

_OPTIONS, _ATTRIBUTES, _PRICES = '{"Size": "M"}', '{"material": "Wool"}', '{"EUR": ["20.00", null]}'


def assemble_own(
    slug: str, lines: Sequence[Line], *, currency: str
) -> tuple[Goods | None, tuple[LineProblem, ...]]:
    """The product, or None when no variant of it can be sold; and every line that was left out."""
    head, (variants, stock, problems) = lines[0], _variants(lines, currency)
    try:
        product = _product(slug, head, variants, all_variants=not problems)
    except Refused as refused:
        return None, (*problems, LineProblem(head.number, refused.column, refused.reason))
    if not variants:
        reason = "No line of this product makes a variant that can be sold, so it was left out."
        return None, (*problems, LineProblem(head.number, c.SKU, reason))
    goods = Goods(
        line=head.number,
        product=product,
        categories=(product.category,) if product.category else (),
        pictures=_pictures(lines),
        stock=stock,
        is_exact=True,
    )
    return goods, problems


def _variants(
    lines: Sequence[Line], currency: str
) -> tuple[tuple[NewVariant, ...], Mapping[str, int], tuple[LineProblem, ...]]:
    """The variants that can be read, how many of each there are by SKU, and every line that was left out."""
    variants: list[NewVariant] = []
    stock: dict[str, int] = {}
    problems: list[LineProblem] = []
    for line in lines:
        if not line.get(c.SKU):
            continue  # only one more picture
        try:
            variant = _variant(line, line.get(c.CURRENCY) or currency)
            quantity = whole(line, c.STOCK, lowest=-MOST_STOCK)
        except Refused as refused:
            problems.append(LineProblem(line.number, refused.column, refused.reason))
            continue
        variants.append(variant)
        if line.get(c.STOCK):
            stock[variant.sku] = max(0, quantity)
    return tuple(variants), stock, tuple(problems)


def _variant(line: Line, currency: str) -> NewVariant:
    regular = money(line, c.PRICE, currency)
    sale = money(line, c.SALE_PRICE, currency) if line.get(c.SALE_PRICE) else None
    if sale is not None and sale >= regular:
        raise Refused(c.SALE_PRICE, "The sale price must be below the price.")
    if sale is None and (line.get(c.SALE_FROM) or line.get(c.SALE_UNTIL)):
        raise Refused(c.SALE_PRICE, "Give the sale price that is paid in that time.")
    return NewVariant(
        sku=line.get(c.SKU),
        attributes={name: str(value) for name, value in _object(line, c.OPTIONS, _OPTIONS).items()},
        price=regular if sale is None else sale,
        compare_at=None if sale is None else regular,
        sale_from=moment(line, c.SALE_FROM),
        sale_until=moment(line, c.SALE_UNTIL),
        other_prices=_other_prices(line),
        grams=whole(line, c.GRAMS),
        barcode=line.get(c.BARCODE),
        swatch=line.get(c.SWATCH),
        requires_shipping=yes(line, c.SHIPPING),
        taxable=yes(line, c.TAXABLE),
        tax_class=line.get(c.TAX_CLASS) or "standard",
    )


def _product(slug: str, head: Line, variants: tuple[NewVariant, ...], *, all_variants: bool) -> NewProduct:
    return NewProduct(
        slug=slug,
        name=head.get(c.NAME),
        description=head.get(c.DESCRIPTION),
        category=head.get(c.CATEGORY),
        variants=variants,
        brand=head.get(c.BRAND),
        vendor=head.get(c.VENDOR),
        attributes=_object(head, c.ATTRIBUTES, _ATTRIBUTES),
        tags=tuple(next(csv.reader(io.StringIO(head.get(c.TAGS), newline="")), [])),
        illustration=head.get(c.ILLUSTRATION),
        status=_one_of(ProductStatus, head, c.STATUS) or ProductStatus.ACTIVE,
        visibility=_one_of(Visibility, head, c.VISIBILITY) or Visibility.PUBLIC,
        seo_title=head.get(c.SEO_TITLE),
        seo_description=head.get(c.SEO_DESCRIPTION),
        published_at=moment(head, c.PUBLISHED_AT),
        # A line that could not be read may name a variant that is on sale: it stays.
        all_variants=all_variants,
    )


def _object(line: Line, column: str, example: str) -> Mapping[str, Any]:
    text = line.get(column)
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(column, f"{text[:40]!r} is not an object such as {example}.")
    return found


def _other_prices(line: Line) -> tuple[OtherPrice, ...] | None:
    """Those in other currencies; None, which leaves them as they are, where the file does not say."""
    if not line.get(c.OTHER_PRICES):
        return None
    found = _object(line, c.OTHER_PRICES, _PRICES)
    return tuple(_other_price(line, currency, told) for currency, told in sorted(found.items()))


def _other_price(line: Line, currency: str, told: object) -> OtherPrice:
    """The regular and the reduced price, as exact as those in columns of their own."""
    if not isinstance(told, list) or len(told) != 2 or not _is_amount(told[0]):
        raise Refused(c.OTHER_PRICES, f"{currency[:20]!r} has not two prices as in {_PRICES}.")
    regular, sale = told
    if not (sale is None or _is_amount(sale)):
        raise Refused(c.OTHER_PRICES, f"The reduced price in {currency[:20]!r} is neither a price nor null.")
    return OtherPrice(
        price_of(str(regular), c.OTHER_PRICES, currency),
        None if sale is None else price_of(str(sale), c.OTHER_PRICES, currency),
    )


def _is_amount(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _one_of(kind: type[E], line: Line, column: str) -> E | None:
    text = line.get(column).lower()
    try:
        return kind(text) if text else None
    except ValueError:
        raise Refused(column, f"{text[:40]!r} is none of: {', '.join(kind)}.") from None


def _pictures(lines: Sequence[Line]) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            url=line.get(c.PICTURE),
            alt=line.get(c.ALT)[:500],
            position=place,
            shows=line.get(c.SHOWS),
            thumbnail=line.get(c.THUMBNAIL),
        )
        for place, line in enumerate(line for line in lines if line.get(c.PICTURE))
    )
