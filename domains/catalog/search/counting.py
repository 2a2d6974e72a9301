"""The one statement that counts every facet."""

from collections.abc import Sequence

_COLOURS = "('colour', 'color')"


def counting_statement(
    inner: str, conditions: Sequence[str], *, bounds: Sequence[int], stars: Sequence[int]
) -> tuple[str, list[str]]:
    """SQL over the rows of `inner` whose columns ok0, ok1, … say which conditions hold, and its own parameters.

    Gives `(facet, value, label, count, extra)`. All names in the text are ours: what people typed stands in
    the parameters.
    """

    def others(facet: str) -> str:
        terms = [f"f.ok{place}" for place, name in enumerate(conditions) if name != facet]
        return " AND ".join(terms) or "true"

    own = [name for name in conditions if name.startswith("attr.")]
    cases = " ".join(f"WHEN 'attr.' || lower(trim(a.name)) = %s THEN {others(name)}" for name in own)
    attributes = f"CASE {cases} ELSE {others('')} END" if own else others("")
    statement = f"""
        WITH f AS MATERIALIZED ({inner})
        SELECT 'total', '', '', count(*), '' FROM f WHERE {others("")}
        UNION ALL
        SELECT 'category', c.slug, c.name, counted.count, c.path FROM (
            SELECT substr(t, 10) AS slug, count(*) FROM f, unnest(f.traits) t
            WHERE starts_with(t, 'category=') AND {others("category")} GROUP BY t
        ) AS counted JOIN catalog_category c USING (slug)
        UNION ALL
        SELECT 'brand', f.brand_slug, min(f.brand), count(*), '' FROM f
        WHERE f.brand_slug <> '' AND {others("brand")} GROUP BY f.brand_slug
        UNION ALL
        SELECT 'price', width_bucket(f.paid, ARRAY[{", ".join(map(str, bounds))}]::numeric[])::text, '',
            count(*), '' FROM f
        WHERE {others("price")} GROUP BY 2
        UNION ALL
        SELECT 'rating', star::text, '', count(*), ''
        FROM f, (VALUES {", ".join(f"({star})" for star in stars)}) AS given(star)
        WHERE f.rating >= star AND {others("rating")} GROUP BY star
        UNION ALL
        SELECT 'in_stock', 'true', '', count(*), '' FROM f
        WHERE f.in_stock AND {others("in_stock")} HAVING count(*) > 0
        UNION ALL
        SELECT 'attr.' || a.name, v.value, v.value, count(*), coalesce(min(
            CASE WHEN lower(a.name) IN {_COLOURS} AND jsonb_array_length(a.vals) = cardinality(f.colours)
            THEN f.colours[v.place] END), '')
        FROM f, jsonb_each(f.attributes) AS a(name, vals),
            jsonb_array_elements_text(a.vals) WITH ORDINALITY AS v(value, place)
        WHERE {attributes} GROUP BY a.name, v.value
    """  # noqa: S608
    return statement, own
