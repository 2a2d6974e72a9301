"""Rows of cards, read without the ORM: nothing else is read so often."""

from collections import namedtuple
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from domains.catalog.pricing import rows_in
from domains.catalog.queries import CARD, card_columns, to_card
from domains.catalog.types import ProductCard
from domains.kernel.ids import ProductId
from domains.kernel.router import database_of

COLUMNS = ", ".join(CARD)
# What `to_card` and a page's cursor need; `also` is a name with marks, `counted` how many were compared,
# `in_part` how many of a fair part fit.
_MORE = {"also": "", "counted": 0, "in_part": 0, "are_few": False}
CardRow: Any = namedtuple("CardRow", [*CARD, *_MORE], defaults=[*_MORE.values()])  # type: ignore[misc]
_BY_ID = "SELECT {columns} FROM {rows} AS shown WHERE {shown}product_id = ANY(%s)"
_BY_SLUG = """
SELECT {columns} FROM {rows} AS shown JOIN catalog_product AS product ON product.id = shown.product_id
WHERE shown.listed AND product.slug = ANY(%s)
"""


def read(statement: str, parameters: Sequence[Any] | Mapping[str, Any], row_of: Any = CardRow) -> list[Any]:
    """The rows of a statement that selects `COLUMNS`, and perhaps what else a row has after them."""
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row_of(*row) for row in cursor.fetchall()]


def by_id(
    product_ids: Collection[UUID], *, currency: str = "", wholly: bool = False, unlisted: bool = False
) -> Mapping[ProductId, ProductCard]:
    """The cards of the public ones among these, in the order asked for; one query, none for none.

    At their prices in the currency; what has none in it is there at its own unless `wholly`. With
    `unlisted` those too that lists do not show.
    """
    rows = rows_by_id(product_ids, currency=currency, wholly=wholly, unlisted=unlisted)
    found = {row.product_id: to_card(row) for row in rows}
    return {found[one].id: found[one] for one in product_ids if one in found}


def rows_by_id(
    product_ids: Collection[UUID],
    *,
    currency: str,
    wholly: bool = False,
    unlisted: bool = False,
    also: str = "''",
) -> list[Any]:
    """The same as rows, in no order, each with one column more in `also`."""
    statement = _BY_ID.format(
        columns=f"{COLUMNS}, {also}",
        rows=rows_in(currency, wholly=wholly),
        shown="" if unlisted else "listed AND ",
    )
    return read(statement, [list(product_ids)]) if product_ids else []


def by_slug(slugs: Collection[str], *, currency: str) -> Mapping[str, ProductCard]:
    """The cards of the public ones at these addresses, in the order asked for; one query, none for none.

    At their prices in the currency; what has none in it is there at its own.
    """
    statement = _BY_SLUG.format(columns=card_columns("shown"), rows=rows_in(currency, wholly=False))
    found = {row.slug: to_card(row) for row in (read(statement, [list(slugs)]) if slugs else ())}
    return {slug: found[slug] for slug in slugs if slug in found}
