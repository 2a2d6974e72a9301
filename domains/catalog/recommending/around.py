"""What stands around products: what was bought with them, and what is like the first; one query for both."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domains.catalog import cards, queries
from domains.catalog.pricing import has_price_in, rows_in
from domains.catalog.recommending.rows import RecommendedRow

# Bought together is what most of a product's buyers took too, a little less what everybody takes anyway;
# of a product that goes with very many it is looked for among those that it went with most often.
# What is like a product is looked for among some of its category that share an attribute, some of its
# category and some of its brand: in most shops these are all. What they share is weighed by kind. Of
# attributes it counts how many agree in some value: a shirt in nine sizes is no better than one in two.
_AROUND = """
WITH asked AS (
    SELECT product_id, name, paid, currency, traits, ARRAY['category=' || category_slug] AS category,
        ARRAY['brand=' || brand_slug] AS brand,
        ARRAY(SELECT one FROM unnest(traits) AS one WHERE starts_with(one, 'attr.')) AS attributes
    FROM {all} AS asked WHERE product_id = %(first)s
), together AS (
    SELECT shown.product_id, 'bought_together' AS kind,
        sum({share}) / power(greatest(shown.popularity, 1), {dampening}::float8) AS score,
        (array_agg(companion.product_id ORDER BY {share} DESC, companion.product_id))[1] AS because
    FROM catalog_product_row AS own
    CROSS JOIN LATERAL (SELECT product_id, companion_id, orders
        FROM catalog_companion WHERE product_id = own.product_id
        ORDER BY orders DESC, companion_id DESC LIMIT %(most)s) AS companion
    JOIN catalog_product_row AS shown ON shown.product_id = companion.companion_id
    WHERE own.product_id = ANY(%(products)s::uuid[])
        AND shown.product_id <> ALL(%(products)s::uuid[]) AND shown.listed AND shown.in_stock
        AND {priced}
    GROUP BY shown.product_id
    ORDER BY score DESC, shown.popularity DESC, shown.product_id DESC LIMIT %(together)s
), near AS MATERIALIZED (
    SELECT DISTINCT ON (product_id) {told} FROM ((SELECT {telling} FROM asked, {rows} AS shown
     WHERE shown.traits @> asked.category AND shown.traits && asked.attributes
        AND shown.listed AND shown.in_stock LIMIT %(most)s)
    UNION ALL
    (SELECT {telling} FROM asked, {rows} AS shown
     WHERE shown.traits @> asked.category AND shown.listed AND shown.in_stock LIMIT %(most)s)
    UNION ALL
    (SELECT {telling} FROM asked, {rows} AS shown
     WHERE shown.traits @> asked.brand AND shown.listed AND shown.in_stock LIMIT %(most)s)) AS around
), traits AS (
    SELECT one AS trait, split_part(one, '=', 1) AS name FROM asked, unnest(asked.traits) AS one
), numbers AS (
    SELECT greatest(count(*) FILTER (WHERE name = 'category'), 1)::float8 AS categories,
        greatest(count(*) FILTER (WHERE name IN ('tag', 'collection')), 1)::float8 AS tags,
        greatest(count(DISTINCT name) FILTER (WHERE starts_with(name, 'attr.')), 1)::float8 AS attributes
    FROM traits
), shared AS (
    SELECT near.product_id,
        count(*) FILTER (WHERE traits.name = 'category') AS categories,
        count(*) FILTER (WHERE traits.name = 'brand') AS brands,
        count(*) FILTER (WHERE traits.name IN ('tag', 'collection')) AS tags,
        count(DISTINCT traits.name) FILTER (WHERE starts_with(traits.name, 'attr.')) AS attributes
    FROM near, unnest(near.traits) AS own JOIN traits ON traits.trait = own
    GROUP BY near.product_id
), alike AS (
    SELECT shown.product_id, 'similar' AS kind,
        3 * shared.categories / numbers.categories + shared.brands + shared.tags / numbers.tags
        + 2 * shared.attributes / numbers.attributes + 2 * similarity(shown.name, asked.name)
        + CASE WHEN shown.currency = asked.currency AND shown.paid > 0 AND asked.paid > 0
            THEN greatest(0, 1 - abs(ln((shown.paid / asked.paid)::float8))) ELSE 0 END
        + 0.05 * ln(1 + shown.popularity) AS score,
        asked.product_id AS because
    FROM shared JOIN near AS shown USING (product_id), asked, numbers
    WHERE shown.product_id <> ALL(%(products)s::uuid[])
        AND shown.product_id NOT IN (SELECT product_id FROM together)
    ORDER BY score DESC, shown.product_id DESC LIMIT %(similar)s
)
SELECT {columns}, found.kind, told.name
FROM (
    SELECT product_id, kind, score, because FROM together
    UNION ALL SELECT product_id, kind, score, because FROM alike
) AS found
JOIN {rows} AS shown USING (product_id)
JOIN catalog_product_row AS told ON told.product_id = found.because
ORDER BY found.kind, found.score DESC, shown.popularity DESC, shown.product_id DESC
"""
_SHARE = "companion.orders / greatest(own.popularity, companion.orders)::float8"
# A product is read once, where it is found to be near: read again by its id it would be looked for in the
# whole table, as PostgreSQL takes arrays for longer than they are.
_TOLD = ("product_id", "name", "paid", "currency", "popularity", "traits")
# Found by `python -m tests.catalog.journey`.
DAMPENING = 0.2
_MOST = 300


def read(product_ids: Sequence[UUID], *, together: int, similar: int, currency: str = "") -> list[Any]:
    """The rows of what was most often bought with any of the products, then of what is most like the first.

    Each says its `kind`, and by name the product that it is there `because` of. No row is there twice, none
    is among those asked about, and all can be bought, at their prices in the currency.
    """
    if not product_ids:
        return []
    sought = {
        "first": product_ids[0],
        "products": list(product_ids),
        "together": together,
        "similar": similar,
    }
    statement = _AROUND.format(
        columns=queries.card_columns("shown"),
        told=", ".join(_TOLD),
        telling=", ".join(f"shown.{name}" for name in _TOLD),
        share=_SHARE,
        dampening=DAMPENING,
        rows=rows_in(currency),
        all=rows_in(currency, wholly=False),
        priced=has_price_in(currency, table="shown"),
    )
    return cards.read(statement, {**sought, "most": _MOST}, RecommendedRow)
