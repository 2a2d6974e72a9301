"""What others know of goods."""

from domains.catalog.types.collections import (
    Collection,
    CollectionRule,
    Condition,
    Match,
    Relation,
    RulePreview,
    Subject,
)
from domains.catalog.types.finding import BoostKind, PinnedSearch, SearchBoost, Synonym, SynonymKind
from domains.catalog.types.importing import FileFormat, ImportJob, ImportStatus, LineProblem
from domains.catalog.types.listing import (
    ComparedProduct,
    Facet,
    FacetValue,
    IndexedProducts,
    Ordering,
    ProductCard,
    ProductFilters,
    SearchResults,
    Suggestions,
)
from domains.catalog.types.pictures import Picture
from domains.catalog.types.products import (
    OtherPrice,
    Product,
    ProductStatus,
    PublicAddress,
    Rating,
    Review,
    ReviewOrdering,
    SellableVariant,
    Variant,
    Visibility,
)
from domains.catalog.types.recommending import Recommendation, RecommendationKind, RecommendationScore
from domains.catalog.types.saving import CountedVariant, NewProduct, NewReview, NewVariant
from domains.catalog.types.schemas import BreakingProduct, FieldKind, SchemaField, SchemaPreview
from domains.catalog.types.shelves import Brand, Category, CategoryRef
from domains.catalog.types.wishing import StockRequest, Wish, WishlistLink

__all__ = [
    "BoostKind",
    "Brand",
    "BreakingProduct",
    "Category",
    "CategoryRef",
    "Collection",
    "CollectionRule",
    "ComparedProduct",
    "Condition",
    "CountedVariant",
    "Facet",
    "FacetValue",
    "FieldKind",
    "FileFormat",
    "ImportJob",
    "ImportStatus",
    "IndexedProducts",
    "LineProblem",
    "Match",
    "NewProduct",
    "NewReview",
    "NewVariant",
    "Ordering",
    "OtherPrice",
    "Picture",
    "PinnedSearch",
    "Product",
    "ProductCard",
    "ProductFilters",
    "ProductStatus",
    "PublicAddress",
    "Rating",
    "Recommendation",
    "RecommendationKind",
    "RecommendationScore",
    "Relation",
    "Review",
    "ReviewOrdering",
    "RulePreview",
    "SchemaField",
    "SchemaPreview",
    "SearchBoost",
    "SearchResults",
    "SellableVariant",
    "StockRequest",
    "Subject",
    "Suggestions",
    "Synonym",
    "SynonymKind",
    "Variant",
    "Visibility",
    "Wish",
    "WishlistLink",
]
