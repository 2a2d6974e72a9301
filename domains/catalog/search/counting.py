"""The one statement that counts every facet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domains.catalog.clauses import Clause

_COLUMNS = "product_id, traits, paid, rating, in_stock"
TOTAL, EXAMPLE = "total", "example"


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
    """Gives `(group, facet, JSON)` with an array of `[value, count, place of an example]` for each facet.

    Of all facets but the categories the `most` frequent values are told. The JSON of `TOTAL` is a number,
    that of `EXAMPLE` maps the places to `[brand, attributes, colours]`, each once for a group. The first
    group meets all conditions; each other counts the facet whose condition it leaves out. All names in the
    text are ours: what people typed stands in the parameters.
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
    parts = [f"SELECT 0, '{TOTAL}', count(*)::text FROM g0"]  # noqa: S608
    parts += [part for place in of_traits for part in _shown(place)]
    parts += _figures(own, bounds, stars)
    return Clause(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", tuple(parameters))


def _traits(place: int, kind: str, most: int) -> str:
    """How many have each trait; compared byte by byte, and chosen after counting: `OFFSET` keeps it so."""
    frequent = "row_number() OVER (PARTITION BY split_part(t, '=', 1) ORDER BY count DESC, t)"
    return f"""
        SELECT split_part(t, '=', 1) AS facet, substr(t, strpos(t, '=') + 1) AS value, count, place
        FROM (
            SELECT t, count, place, {frequent} AS rank
            FROM (
                SELECT t, count(*) AS count, min(place) AS place
                FROM (SELECT place, unnest(traits COLLATE "C") AS t FROM g{place}) AS had GROUP BY t OFFSET 0
            ) AS counted
            WHERE (starts_with(t, 'attr.') OR starts_with(t, 'category=') OR starts_with(t, 'brand='))
                AND {kind}
        ) AS ranked
        WHERE rank <= {most} OR starts_with(t, 'category=')
    """  # noqa: S608


def _shown(place: int) -> tuple[str, str]:
    """The values, and their examples: each row is looked up by its key, however many the planner expects."""
    values = f"""
        SELECT {place}, facet, {_told("value, count, place")} FROM t{place} GROUP BY facet
    """  # noqa: S608
    examples = f"""
        SELECT {place}, '{EXAMPLE}',
            json_object_agg(place, json_build_array(told.brand, told.attributes, told.colours))::text
        FROM (SELECT DISTINCT place FROM t{place} WHERE facet <> 'category') AS wanted
        JOIN g{place} AS example USING (place)
        CROSS JOIN LATERAL (
            SELECT brand, attributes, colours FROM catalog_product_row AS own
            WHERE own.product_id = example.product_id LIMIT 1
        ) AS told HAVING count(*) > 0
    """  # noqa: S608
    return values, examples


def _told(columns: str) -> str:
    return f"json_agg(json_build_array({columns}))::text"


def _figures(own: Mapping[str, int], bounds: Sequence[int], stars: Sequence[int]) -> list[str]:
    price, rating, in_stock = (own.get(name, 0) for name in ("price", "rating", "in_stock"))
    steps = ", ".join(map(str, bounds))
    given = ", ".join(f"({star})" for star in stars)
    figures = {
        (price, "price"): f"""
            SELECT width_bucket(paid, ARRAY[{steps}]::numeric[])::text AS value, count(*) AS count
            FROM g{price} GROUP BY 1
        """,  # noqa: S608
        (rating, "rating"): f"""
            SELECT star::text AS value, sum(count)::bigint AS count
            FROM (SELECT rating, count(*) AS count FROM g{rating} GROUP BY rating) AS rated
            JOIN (VALUES {given}) AS given(star) ON rating >= star GROUP BY star
        """,  # noqa: S608
        (in_stock, "in_stock"): f"""
            SELECT 'true' AS value, count(*) AS count FROM g{in_stock} WHERE in_stock HAVING count(*) > 0
        """,  # noqa: S608
    }
    return [
        f"""
        SELECT {place}, '{facet}', {_told("value, count, NULL")}
        FROM ({figure}) AS figured HAVING count(*) > 0
        """  # noqa: S608
        for (place, facet), figure in figures.items()
    ]
