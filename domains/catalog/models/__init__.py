"""The catalogue's own tables."""

from domains.catalog.models.category import Brand, Category
from domains.catalog.models.collection import Collection, CollectionCondition, CollectionItem
from domains.catalog.models.finding import (
    PastQuery,
    Pin,
    PinnedSearch,
    QueryDay,
    SearchBoost,
    SearchEntry,
    ShopWord,
    Synonym,
    TalliedBatch,
)
from domains.catalog.models.job import FetchedPicture, ImportChange, ImportJob, ImportLine, ImportProblem
from domains.catalog.models.opinion import Review, ReviewVote
from domains.catalog.models.price import PastPrice
from domains.catalog.models.product import Media, Product, SlugRedirect, Variant
from domains.catalog.models.purchase import Companion, Purchase, Taste, Trend
from domains.catalog.models.row import BUCKETS, NAMED_PART, PARTS, ProductRow
from domains.catalog.models.stock_request import StockRequest
from domains.catalog.models.wish import Wish, WishlistLink

__all__ = [
    "BUCKETS",
    "NAMED_PART",
    "PARTS",
    "Brand",
    "Category",
    "Collection",
    "CollectionCondition",
    "CollectionItem",
    "Companion",
    "FetchedPicture",
    "ImportChange",
    "ImportJob",
    "ImportLine",
    "ImportProblem",
    "Media",
    "PastPrice",
    "PastQuery",
    "Pin",
    "PinnedSearch",
    "Product",
    "ProductRow",
    "Purchase",
    "QueryDay",
    "Review",
    "ReviewVote",
    "SearchBoost",
    "SearchEntry",
    "ShopWord",
    "SlugRedirect",
    "StockRequest",
    "Synonym",
    "TalliedBatch",
    "Taste",
    "Trend",
    "Variant",
    "Wish",
    "WishlistLink",
]
