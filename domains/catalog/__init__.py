"""Goods: products, variants, categories, brands, pictures, reviews, search and imports.

Owns: categories, brands, products, variants, media, reviews, the search rows, import jobs
Calls: kernel
Listens to: nobody
Publishes: catalog.product_changed.v1, catalog.product_archived.v1
"""
