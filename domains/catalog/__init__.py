"""Goods: products, variants, categories, brands, pictures, reviews, search and imports.

Owns: categories, brands, collections, products, variants, media, reviews, purchases, wishlists, the search
    rows, searches, synonyms, pins, boosts, import jobs, requests for what is sold out
Calls: kernel
Listens to: catalog.import_requested.v1, catalog.search_fell_behind.v1, catalog.collection_rule_saved.v1,
    catalog.pictures_added.v1, catalog.category_renamed.v1
Publishes: catalog.product_changed.v1, catalog.product_archived.v1, catalog.import_requested.v1,
    catalog.import_finished.v1, catalog.stock_counted.v1, catalog.search_fell_behind.v1,
    catalog.collection_rule_saved.v1, catalog.stock_request_met.v1, catalog.pictures_added.v1,
    catalog.category_renamed.v1
"""
