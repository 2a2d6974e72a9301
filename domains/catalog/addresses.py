"""The addresses of everything public, in parts of equal size that a search engine reads one by one."""

from django.db import connections

from domains.catalog.models import ProductRow
from domains.catalog.types import PublicAddress
from domains.kernel.ids import ProductId
from domains.kernel.router import database_of

_FIRSTS = """
SELECT product_id FROM (
    SELECT product_id, row_number() OVER (ORDER BY product_id) AS place
    FROM catalog_product_row WHERE listed
) AS numbered
WHERE (place - 1) %% %s = 0 ORDER BY product_id
"""


def first_of_parts(size: int) -> tuple[ProductId, ...]:
    """The product that each part of so many public products begins with, in the order of their ids."""
    with connections[database_of("catalog")].cursor() as cursor:
        cursor.execute(_FIRSTS, [size])
        return tuple(ProductId(row[0]) for row in cursor.fetchall())


def part(first: ProductId, size: int) -> tuple[PublicAddress, ...]:
    """At most so many public products from the first on; one query."""
    rows = ProductRow.objects.filter(listed=True, product__gte=first).order_by("product_id")
    found = rows.values_list("slug", "product__updated_at")[:size]
    return tuple(PublicAddress(slug, changed_at) for slug, changed_at in found)
