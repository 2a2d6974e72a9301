"""The read row: one per product, everything that a card, a list filter and a search need."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from domains.catalog.models.product import Product

_LISTED = Q(listed=True)
# Each product has one of these by chance, so that a part of all of them is a fair one.
BUCKETS = 1024
# The products in the first so many have indexes of their own: of what very many have, a fair part is read
# there at once. One of them has an index of names as well.
PARTS = (1, 4, 16, 64, 256)
NAMED_PART = 16


def _within(part: int) -> Q:
    return Q(listed=True, bucket__lt=part)


class ProductRow(models.Model):
    """Refreshed in the transaction that changes the product; it can be rebuilt at any time.

    `paid` is what the cheapest variant costs now, `lowest_before` the least that was paid in the 30 days
    before it was reduced; `other_prices` maps other currencies to regular price, reduced price and that
    least, each of what is cheapest there. `changes_at` is when time alone will make the row say
    something else, because the product appears or a reduction begins or ends. `attributes` maps a name to
    the values of the product and its variants; `traits` holds what filters compare, such as
    `category=tops` and `attr.colour=moss`.
    """

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="row")
    listed = models.BooleanField()
    sku = models.CharField(max_length=255)
    slug = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    brand = models.CharField(max_length=120)
    brand_slug = models.CharField(max_length=120)
    category_slug = models.CharField(max_length=120)
    price = models.DecimalField(max_digits=18, decimal_places=4)
    sale_price = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    paid = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    lowest_before = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    other_prices = models.JSONField(default=dict)
    in_stock = models.BooleanField()
    rating = models.DecimalField(max_digits=3, decimal_places=2)
    rating_count = models.PositiveIntegerField()
    popularity = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    changes_at = models.DateTimeField(null=True)
    default_variant_id = models.UUIDField(null=True)
    variant_count = models.PositiveIntegerField()
    image = models.JSONField(null=True)
    hover_image = models.JSONField(null=True)
    colours = ArrayField(models.CharField(max_length=7))
    attributes = models.JSONField()
    traits = ArrayField(models.TextField())
    words = models.TextField()
    search = SearchVectorField(null=True)
    bucket = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "catalog_product_row"
        indexes = [
            models.Index(fields=["-published_at", "-product"], name="catalog_row_newest", condition=_LISTED),
            models.Index(fields=["paid", "product"], name="catalog_row_price", condition=_LISTED),
            models.Index(fields=["-rating", "-product"], name="catalog_row_rating", condition=_LISTED),
            models.Index(fields=["name", "product"], name="catalog_row_name", condition=_LISTED),
            models.Index(
                fields=["-popularity", "-product"], name="catalog_row_bestselling", condition=_LISTED
            ),
            # The same within a category: its goods may lie anywhere in the order of the whole shop.
            models.Index(
                fields=["category_slug", "-published_at", "-product"],
                name="catalog_row_shelf_newest",
                condition=_LISTED,
            ),
            models.Index(
                fields=["category_slug", "paid", "product"], name="catalog_row_shelf_price", condition=_LISTED
            ),
            models.Index(
                fields=["category_slug", "-rating", "-product"],
                name="catalog_row_shelf_rating",
                condition=_LISTED,
            ),
            models.Index(
                fields=["category_slug", "name", "product"], name="catalog_row_shelf_name", condition=_LISTED
            ),
            models.Index(
                fields=["category_slug", "-popularity", "-product"],
                name="catalog_row_shelf_bestselling",
                condition=_LISTED,
            ),
            models.Index(fields=["brand_slug"], name="catalog_row_brand", condition=_LISTED),
            models.Index(fields=["bucket"], name="catalog_row_bucket", condition=_LISTED),
            models.Index(
                fields=["changes_at", "product"],
                name="catalog_row_due",
                condition=Q(changes_at__isnull=False),
            ),
            GinIndex(fields=["traits"], name="catalog_row_traits"),
            GinIndex(fields=["search"], name="catalog_row_search"),
            GinIndex(SearchVector("name", config="shop_english"), name="catalog_row_named"),
            *(
                GinIndex(
                    fields=["search", "traits"], name=f"catalog_row_part_{part}", condition=_within(part)
                )
                for part in PARTS
            ),
            GinIndex(
                SearchVector("name", config="shop_english"),
                name="catalog_row_named_part",
                condition=_within(NAMED_PART),
            ),
            GinIndex(OpClass("words", name="gin_trgm_ops"), name="catalog_row_words"),
        ]

    def __str__(self) -> str:
        return self.name
