"""What others may ask of the catalogue."""

from domains.catalog.services.feedback import (
    add_review,
    add_reviews,
    moderate_review,
    record_availability,
    record_purchase,
)
from domains.catalog.services.importing import (
    advance_import,
    get_import,
    open_import,
    run_import,
    start_import,
)
from domains.catalog.services.indexing import (
    catch_up_search,
    check_search,
    fill_search_index,
    open_search_index,
    switch_search_index,
)
from domains.catalog.services.products import (
    add_media,
    add_variant,
    archive_product,
    change_product,
    change_variant,
    publish_product,
    save_product,
    save_products,
)
from domains.catalog.services.reading import (
    find_variant_by_sku,
    get_category,
    get_category_tree,
    get_collection,
    get_drawn_picture,
    get_editable,
    get_product,
    get_products,
    get_surrogate_keys,
    get_variants,
    get_variants_by_sku,
    list_bought_together,
    list_brands,
    list_collections,
    list_products,
    list_reviews,
    list_similar,
    list_variant_ids,
)
from domains.catalog.services.rows import find_violations, rebuild_rows, turn_due_rows
from domains.catalog.services.searching import record_search, search_products, suggest_products
from domains.catalog.services.shelves import (
    remove_brand,
    remove_category,
    remove_collection,
    save_brand,
    save_category,
    save_collection,
)

__all__ = [  # noqa: RUF022  by subject
    # Seeing
    "list_products",
    "get_product",
    "get_products",
    "get_surrogate_keys",
    "get_editable",
    "get_variants",
    "get_variants_by_sku",
    "find_variant_by_sku",
    "list_variant_ids",
    "list_similar",
    "list_bought_together",
    "list_reviews",
    "get_category_tree",
    "get_category",
    "list_brands",
    "list_collections",
    "get_collection",
    "get_drawn_picture",
    "search_products",
    "suggest_products",
    "record_search",
    # Making
    "save_product",
    "save_products",
    "change_product",
    "archive_product",
    "publish_product",
    "add_variant",
    "change_variant",
    "add_media",
    "save_category",
    "remove_category",
    "save_brand",
    "remove_brand",
    "save_collection",
    "remove_collection",
    # What comes back
    "record_availability",
    "record_purchase",
    "add_review",
    "add_reviews",
    "moderate_review",
    # Keeping
    "rebuild_rows",
    "turn_due_rows",
    "find_violations",
    "check_search",
    "catch_up_search",
    "open_search_index",
    "fill_search_index",
    "switch_search_index",
    # Files of products
    "start_import",
    "open_import",
    "advance_import",
    "run_import",
    "get_import",
]
