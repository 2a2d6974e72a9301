"""The merchandisers' screens."""

from domains.catalog.admin.categories import CategoryAdmin
from domains.catalog.admin.collections import CollectionAdmin
from domains.catalog.admin.imports import ImportAdmin
from domains.catalog.admin.products import ProductAdmin
from domains.catalog.admin.reviews import ReviewAdmin
from domains.catalog.admin.searches import SearchAdmin
from domains.catalog.admin.shelves import BrandAdmin
from domains.catalog.admin.steering import PinnedSearchAdmin, SearchBoostAdmin
from domains.catalog.admin.synonyms import SynonymAdmin
from domains.catalog.admin.waiting import StockRequestAdmin

__all__ = [
    "BrandAdmin",
    "CategoryAdmin",
    "CollectionAdmin",
    "ImportAdmin",
    "PinnedSearchAdmin",
    "ProductAdmin",
    "ReviewAdmin",
    "SearchAdmin",
    "SearchBoostAdmin",
    "StockRequestAdmin",
    "SynonymAdmin",
]
