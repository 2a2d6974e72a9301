"""The catalogue's addresses, relative to the API's root."""

from django.urls import URLPattern, path

from domains.catalog.api.imports import urlpatterns as import_urls
from domains.catalog.api.products import (
    ProductDetail,
    ProductMedia,
    Products,
    ProductVariant,
    ProductVariants,
)
from domains.catalog.api.recommendations import Recommendations
from domains.catalog.api.reviews import Reviews, ReviewVote
from domains.catalog.api.search import urlpatterns as search_urls
from domains.catalog.api.shelves import Brands, Categories, CategoryDetail
from domains.catalog.api.waiting import StockRequests
from domains.catalog.api.wishing import urlpatterns as wish_urls

_PRODUCT = "products/<str:id_or_slug>"

# Fixed words come before slugs.
urlpatterns: list[URLPattern] = [
    path("products", Products.as_view(), name="products"),
    *search_urls,
    *import_urls,
    path("products/recommendations", Recommendations.as_view(), name="recommendations"),
    path(_PRODUCT, ProductDetail.as_view(), name="product"),
    path(f"{_PRODUCT}/variants", ProductVariants.as_view(), name="product-variants"),
    path(f"{_PRODUCT}/variants/<uuid:variant_id>", ProductVariant.as_view(), name="product-variant"),
    path(f"{_PRODUCT}/media", ProductMedia.as_view(), name="product-media"),
    path(f"{_PRODUCT}/reviews", Reviews.as_view(), name="product-reviews"),
    path("reviews/<uuid:review_id>/vote", ReviewVote.as_view(), name="review-vote"),
    path("categories", Categories.as_view(), name="categories"),
    path("categories/<str:slug>", CategoryDetail.as_view(), name="category"),
    path("brands", Brands.as_view(), name="brands"),
    path("catalog/stock-requests", StockRequests.as_view(), name="stock-requests"),
    *wish_urls,
]
