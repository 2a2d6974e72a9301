"""Pages of public products in an order, each read along the index that has it."""

from collections.abc import Mapping, Sequence
from typing import Any

from domains.catalog import cards
from domains.catalog.cards import COLUMNS
from domains.catalog.clauses import LISTED, Clause, all_of
from domains.catalog.models import ProductRow
from domains.catalog.narrowing import ORDERINGS, conditions, value_of
from domains.catalog.pricing import rows_in
from domains.catalog.queries import card_columns, to_card
from domains.catalog.types import Ordering, ProductCard, ProductFilters
from domains.kernel.keyset import Window, open_window
from domains.kernel.pagination import Page

# Every name in these is ours, what people typed stands in the parameters.
_FROM_ALL = "SELECT {columns} FROM {rows} AS shown WHERE {conditions} ORDER BY {order} LIMIT {limit}"
# The first ones of each category below are read along its part of an index, and the first of these are the
# first of all. Along an index of the whole shop they might come last: what the goods of one category cost
# is rarely what the shop's goods cost.
_FROM_SHELVES = """
SELECT {shown} FROM catalog_category AS top
JOIN catalog_category AS shelf ON shelf.path = top.path OR starts_with(shelf.path, top.path || '/')
CROSS JOIN LATERAL (
    SELECT {columns} FROM {rows} AS shown
    WHERE category_slug = shelf.slug AND {conditions} ORDER BY {order} LIMIT {limit}
) AS first
WHERE top.slug = %s ORDER BY {order} LIMIT {limit}
"""


def window_of(ordering: Ordering, *, cursor: str | None, page_size: int) -> Window:
    """The part of a list in this order that the cursor names. Raises InvalidCursor."""
    return open_window(ORDERINGS[ordering], cursor=cursor, page_size=page_size)


def list_cards(filters: ProductFilters, window: Window) -> Page[ProductCard]:
    """A page of the public products that meet every filter; one query.

    Raises InvalidFilter, InvalidCursor.
    """
    return window.page(_first_on_shelves(window, conditions(filters), filters), to_card)


def list_marked(met: Sequence[Clause], marked: Clause, window: Window, *, currency: str) -> Page[Any]:
    """A page of the rows that meet all conditions, whose `marked` is as given; one query.

    Raises InvalidCursor.
    """
    where = all_of([*met, *_beyond(window)])
    statement = _FROM_ALL.format(
        rows=rows_in(currency), columns=f"{COLUMNS}, {marked.sql}", conditions=where.sql, **_order(window)
    )
    found = cards.read(statement, [*marked.parameters, *where.parameters])
    return window.page(found, lambda row: row)


def _first_on_shelves(window: Window, met: Mapping[str, Clause], filters: ProductFilters) -> list[Any]:
    rest = (one for name, one in met.items() if name != "category")
    where = all_of([LISTED, *rest, *_beyond(window)])
    rows = rows_in(filters.currency)
    if not filters.category:
        statement = _FROM_ALL.format(rows=rows, columns=COLUMNS, conditions=where.sql, **_order(window))
        return cards.read(statement, where.parameters)
    columns = {"columns": COLUMNS, "shown": card_columns("first")}
    statement = _FROM_SHELVES.format(rows=rows, **columns, conditions=where.sql, **_order(window))
    return cards.read(statement, [*where.parameters, value_of(filters.category)])


def _beyond(window: Window) -> tuple[Clause, ...]:
    """What comes after the window's position; each of our orderings goes one way in all its columns."""
    if not window.position:
        return ()
    names = ", ".join(name for name, _ in window.columns)
    places = ", ".join("%s" for _ in window.columns)
    sign = "<" if window.columns[0][1] else ">"
    return (Clause(f"({names}) {sign} ({places})", window.values(ProductRow)),)


def _order(window: Window) -> dict[str, str]:
    order = ", ".join(f"{name} {'DESC' if down else 'ASC'}" for name, down in window.columns)
    # As a number in the text: of a parameter the planner would not know how few are wanted.
    return {"order": order, "limit": str(window.size + 1)}
