"""The one statement that counts every facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domains.catalog.clauses import Clause

_COLUMNS = "product_id, traits, paid, rating, in_stock"
_NOTHING = "NULL::bigint, NULL, NULL, NULL::text[]"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that facets are counted over: those that meet all conditions, or all but that of `facet`."""

    met: Clause
    facet: str = ""


def selection(met: Clause, table: str) -> str:
    """The rows that meet the condition, with what facets are counted by."""
    return f"SELECT {_COLUMNS} FROM {table} AS shown WHERE {met.sql}"  # noqa: S608


def counting_statement(
    groups: Sequence[Group], *, table: str, bounds: Sequence[int], stars: Sequence[int], most: int
) -> Clause:
    """Gives `(group, facet, value, count, example, brand, attributes, colours)`.

    `example` is the place of a product that has the value, for the `most` frequent values of each facet; rows
    whose facet is `example` tell the last three of these products, each once for a group. The first group
    meets all conditions; each other counts the facet whose condition it leaves out. All names in the text are
    ours: what people typed stands in the parameters.
    """
    tables: list[str] = []
    parameters: list[Any] = []
    for place, group in enumerate(groups):
        found = selection(group.met, table)
        rows = f"SELECT row_number() OVER () AS place, found.* FROM ({found}) AS found"  # noqa: S608
        tables.append(f"g{place} AS MATERIALIZED ({rows})")
        parameters.extend(group.met.parameters)
    own = {group.facet: place for place, group in enumerate(groups) if group.facet}
    of_traits = {0: "split_part(t, '=', 1) <> ALL(%s)"}
    parameters.append([*own])
    for facet, place in own.items():
        if facet in ("category", "brand") or facet.startswith("attr."):
            of_traits[place] = "split_part(t, '=', 1) = %s"
            parameters.append(facet)
    tables += [
        f"t{place} AS MATERIALIZED ({_traits(place, kind, most)})" for place, kind in of_traits.items()
    ]
    parts = [f"SELECT 0, 'total', '', count(*), {_NOTHING} FROM g0"]  # noqa: S608
    parts += [part for place in of_traits for part in _shown(place)]
    parts += _figures(own, bounds, stars)
    return Clause(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", tuple(parameters))


def _traits(place: int, kind: str, most: int) -> str:
    """How many have each trait; compared byte by byte, and chosen after counting: `OFFSET` keeps it so."""
    frequent = "row_number() OVER (PARTITION BY split_part(t, '=', 1) ORDER BY count DESC, t)"
    return f"""
        SELECT t, count, CASE WHEN {frequent} <= {most} THEN place END AS place
        FROM (
            SELECT t, count(*) AS count, min(place) AS place
            FROM (SELECT place, unnest(traits COLLATE "C") AS t FROM g{place}) AS had GROUP BY t OFFSET 0
        ) AS counted
        WHERE (starts_with(t, 'attr.') OR starts_with(t, 'category=') OR starts_with(t, 'brand=')) AND {kind}
    """  # noqa: S608


def _shown(place: int) -> tuple[str, str]:
    """The values, and their examples: each row is looked up by its key, however many the planner expects."""
    values = f"""
        SELECT {place}, split_part(t, '=', 1), substr(t, strpos(t, '=') + 1), count, place,
            NULL, NULL, NULL::text[]
        FROM t{place}
    """  # noqa: S608
    examples = f"""
        SELECT {place}, 'example', '', 0, place, told.brand, told.attributes::text, told.colours::text[]
        FROM (SELECT DISTINCT place FROM t{place} WHERE NOT starts_with(t, 'category=')) AS wanted
        JOIN g{place} AS example USING (place)
        CROSS JOIN LATERAL (
            SELECT brand, attributes, colours FROM catalog_product_row AS own
            WHERE own.product_id = example.product_id LIMIT 1
        ) AS told
    """  # noqa: S608
    return values, examples


def _figures(own: Mapping[str, int], bounds: Sequence[int], stars: Sequence[int]) -> list[str]:
    price, rating, in_stock = (own.get(name, 0) for name in ("price", "rating", "in_stock"))
    steps = ", ".join(map(str, bounds))
    given = ", ".join(f"({star})" for star in stars)
    return [
        f"""
        SELECT {price}, 'price', width_bucket(paid, ARRAY[{steps}]::numeric[])::text, count(*), {_NOTHING}
        FROM g{price} GROUP BY 3
        """,  # noqa: S608
        f"""
        SELECT {rating}, 'rating', star::text, sum(count)::bigint, {_NOTHING}
        FROM (SELECT rating, count(*) AS count FROM g{rating} GROUP BY rating) AS rated
        JOIN (VALUES {given}) AS given(star) ON rating >= star GROUP BY star
        """,  # noqa: S608
        f"""
        SELECT {in_stock}, 'in_stock', 'true', count(*), {_NOTHING}
        FROM g{in_stock} WHERE in_stock HAVING count(*) > 0
        """,  # noqa: S608
    ]
