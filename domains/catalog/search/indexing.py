"""Writes the text index of products: one statement for any number of them."""

from collections.abc import Collection
from uuid import UUID

from django.db import connections

from domains.kernel.router import database_of
from domains.kernel.values import listed

# A: the name. B: brand, vendor, categories up to the root, tags and, without hyphens, SKUs.
# C: attributes. D: the description.
# PostgreSQL's parser knows HTML tags and leaves them out.
_INDEX = """
WITH told AS (
    SELECT p.id,
        r.name,
        concat_ws(' ', r.brand, p.vendor, array_to_string(p.tags, ' '),
            (SELECT string_agg(above.name, ' ' ORDER BY above.path)
             FROM catalog_category c, catalog_category above
             WHERE c.id = p.category_id AND (c.path = above.path OR starts_with(c.path, above.path || '/')))
        ) AS sorted_under,
        (SELECT left(string_agg('zsku' || regexp_replace(v.sku, '[^[:alnum:]]+', '', 'g'), ' '
                ORDER BY v.sku), 50000)
            FROM catalog_variant v WHERE v.product_id = p.id AND v.active) AS skus,
        (SELECT string_agg(v.value, ' ') FROM jsonb_each(r.attributes) a,
            jsonb_array_elements_text(a.value) v) AS described_by,
        left(p.description, 100000) AS description
    FROM catalog_product p JOIN catalog_product_row r ON r.product_id = p.id
    WHERE p.id = ANY(%(products)s::uuid[])
), words AS (
    INSERT INTO catalog_word (word)
    SELECT DISTINCT w.word FROM told, regexp_split_to_table(
        lower(unaccent(concat_ws(' ', name, sorted_under, described_by))), '[^[:alnum:]]+') AS w(word)
    WHERE length(w.word) BETWEEN 3 AND 40 AND w.word !~ '[0-9]'
        AND NOT EXISTS (SELECT 1 FROM catalog_word known WHERE known.word = w.word)
    ORDER BY w.word
    ON CONFLICT DO NOTHING
)
UPDATE catalog_product_row r
SET search = setweight(to_tsvector('shop_english', told.name), 'A')
    || setweight(to_tsvector('shop_english', told.sorted_under), 'B')
    || setweight(to_tsvector('simple', coalesce(told.skus, '')), 'B')
    || setweight(to_tsvector('shop_english', coalesce(told.described_by, '')), 'C')
    || setweight(to_tsvector('shop_english', told.description), 'D')
FROM told WHERE r.product_id = told.id
"""


def index_text(product_ids: Collection[UUID]) -> None:
    """Make the text index of these products say what their rows say.

    Call it in the transaction that changed the rows.
    """
    if not product_ids:
        return
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_INDEX, {"products": listed(product_ids)})
