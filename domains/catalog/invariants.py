"""What is always true of what shoppers find."""

from domains.kernel.auditing import Rule, guard

RULES = (
    guard("I16", "catalog_past_price_append_only"),
    Rule(
        "I17",
        """
        SELECT product.slug, 'the product has no row to be read from'
        FROM catalog_product AS product
        LEFT JOIN catalog_product_row AS found ON found.product_id = product.id
        WHERE found.product_id IS NULL
        """,
    ),
    Rule(
        "I17",
        """
        SELECT product.slug, 'it is found, and is not to be'
        FROM catalog_product AS product
        JOIN catalog_product_row AS found ON found.product_id = product.id
        WHERE found.listed AND (product.status <> 'active' OR product.visibility <> 'public')
        """,
    ),
    Rule(
        "I17",
        """
        SELECT product.slug, format('it is called %L and found as %L', product.name, found.name)
        FROM catalog_product AS product
        JOIN catalog_product_row AS found ON found.product_id = product.id
        WHERE found.name <> product.name OR found.slug <> product.slug
        """,
    ),
    Rule(
        "I17",
        """
        SELECT product.slug, 'whether it is in stock is not what its variants say'
        FROM catalog_product AS product
        JOIN catalog_product_row AS found ON found.product_id = product.id
        WHERE found.in_stock <> EXISTS (
            SELECT FROM catalog_variant AS variant
            WHERE variant.product_id = product.id AND variant.active AND variant.available > 0
        )
        """,
    ),
)
