"""The one statement that counts every facet."""

from collections.abc import Sequence


def counting_statement(
    inner: str, conditions: Sequence[str], *, bounds: Sequence[int], stars: Sequence[int]
) -> tuple[str, list[str]]:
    """SQL over the rows of `inner`, whose columns ok0, ok1, … say which conditions hold, and its parameters.

    Gives `(facet, value, count, category, path, brand, attributes, colours)`; the
    last three are of one product that has the value. All names in the text are ours: what people typed
    stands in the parameters.
    """

    def others(facet: str) -> str:
        terms = [f"f.ok{place}" for place, name in enumerate(conditions) if name != facet]
        return " AND ".join(terms) or "true"

    kinds = [name for name in conditions if name in ("category", "brand") or name.startswith("attr.")]
    cases = " ".join(f"WHEN %s THEN {others(kind)}" for kind in kinds)
    trait = f"CASE split_part(t, '=', 1) {cases} ELSE {others('')} END" if kinds else others("")
    nothing = "NULL, NULL, NULL, NULL, NULL"
    statement = f"""
        WITH f AS MATERIALIZED (SELECT row_number() OVER () AS place, found.* FROM ({inner}) AS found)
        SELECT 'total' AS facet, '' AS value, count(*), NULL AS category, NULL AS path,
            NULL AS brand, NULL AS attributes, NULL::text[] AS colours
        FROM f WHERE {others("")}
        UNION ALL
        SELECT split_part(had.t, '=', 1), substr(had.t, strpos(had.t, '=') + 1), had.count, c.name, c.path,
            example.brand, example.attributes::text, example.colours::text[]
        FROM (
            SELECT t, count(*), min(f.place) AS place FROM f, unnest(f.traits) AS t
            WHERE (starts_with(t, 'attr.') OR starts_with(t, 'category=') OR starts_with(t, 'brand='))
                AND {trait}
            GROUP BY t
        ) AS had
        JOIN f AS example USING (place)
        LEFT JOIN catalog_category c ON 'category=' || c.slug = had.t
        UNION ALL
        SELECT 'price', width_bucket(f.paid, ARRAY[{", ".join(map(str, bounds))}]::numeric[])::text,
            count(*), {nothing}
        FROM f WHERE {others("price")} GROUP BY 2
        UNION ALL
        SELECT 'rating', star::text, count(*), {nothing}
        FROM f, (VALUES {", ".join(f"({star})" for star in stars)}) AS given(star)
        WHERE f.rating >= star AND {others("rating")} GROUP BY star
        UNION ALL
        SELECT 'in_stock', 'true', count(*), {nothing}
        FROM f WHERE f.in_stock AND {others("in_stock")} HAVING count(*) > 0
    """  # noqa: S608
    return statement, kinds
