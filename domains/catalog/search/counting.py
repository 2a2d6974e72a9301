"""The one statement that counts every facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domains.catalog.clauses import Clause

_COLUMNS = "product_id, traits, paid, rating, in_stock"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that facets are counted over: those that meet all conditions, or all but that of `facet`."""

    met: Clause
    facet: str = ""


def selection(met: Clause, table: str) -> str:
    """The rows that meet the condition, with what facets are counted by."""
    return f"SELECT {_COLUMNS} FROM {table} AS shown WHERE {met.sql}"  # noqa: S608


def counting_statement(
    groups: Sequence[Group], *, table: str, bounds: Sequence[int], stars: Sequence[int]
) -> Clause:
    """Gives `(group, facet, value, count, category, path, brand, attributes, colours)`.

    The last three are of one product that has the value. The first group meets all conditions; each other
    counts the facet whose condition it leaves out. All names in the text are ours: what people typed stands
    in the parameters.
    """
    tables: list[str] = []
    parameters: list[Any] = []
    for place, group in enumerate(groups):
        found = selection(group.met, table)
        rows = f"SELECT row_number() OVER () AS place, found.* FROM ({found}) AS found"  # noqa: S608
        tables.append(f"g{place} AS MATERIALIZED ({rows})")
        parameters.extend(group.met.parameters)
    own = {group.facet: place for place, group in enumerate(groups) if group.facet}
    parts = ["SELECT 0, 'total', '', count(*), NULL, NULL, NULL, NULL, NULL::text[] FROM g0"]
    parts.append(_traits(0, "split_part(t, '=', 1) <> ALL(%s)"))
    parameters.append([*own])
    for facet, place in own.items():
        if facet in ("category", "brand") or facet.startswith("attr."):
            parts.append(_traits(place, "split_part(t, '=', 1) = %s"))
            parameters.append(facet)
    parts += _figures(own, bounds, stars)
    return Clause(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", tuple(parameters))


def _traits(place: int, kind: str) -> str:
    return f"""
        SELECT {place}, split_part(had.t, '=', 1), substr(had.t, strpos(had.t, '=') + 1), had.count, c.name,
            c.path, example.brand, example.attributes::text, example.colours::text[]
        FROM (
            SELECT t, count(*), min(g.place) AS place FROM g{place} AS g, unnest(g.traits) AS t
            WHERE (starts_with(t, 'attr.') OR starts_with(t, 'category=') OR starts_with(t, 'brand='))
                AND {kind}
            GROUP BY t
        ) AS had
        JOIN g{place} AS first USING (place)
        JOIN catalog_product_row AS example USING (product_id)
        LEFT JOIN catalog_category c ON 'category=' || c.slug = had.t
    """  # noqa: S608


def _figures(own: Mapping[str, int], bounds: Sequence[int], stars: Sequence[int]) -> list[str]:
    price, rating, in_stock = (own.get(name, 0) for name in ("price", "rating", "in_stock"))
    nothing = "NULL, NULL, NULL, NULL, NULL"
    steps = ", ".join(map(str, bounds))
    given = ", ".join(f"({star})" for star in stars)
    return [
        f"""
        SELECT {price}, 'price', width_bucket(paid, ARRAY[{steps}]::numeric[])::text, count(*), {nothing}
        FROM g{price} GROUP BY 3
        """,  # noqa: S608
        f"""
        SELECT {rating}, 'rating', star::text, count(*), {nothing}
        FROM g{rating}, (VALUES {given}) AS given(star) WHERE rating >= star GROUP BY star
        """,  # noqa: S608
        f"""
        SELECT {in_stock}, 'in_stock', 'true', count(*), {nothing}
        FROM g{in_stock} WHERE in_stock HAVING count(*) > 0
        """,  # noqa: S608
    ]
