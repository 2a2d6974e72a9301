"""A product, the forms it is bought in, its pictures and its former addresses."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from domains.catalog.models.category import Brand, Category
from domains.catalog.types import ProductStatus, Visibility
from domains.kernel import clock
from domains.kernel.entity import Entity


class Product(Entity):
    """What all its variants share."""

    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, help_text="HTML; what could harm a reader is taken out.")
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    vendor = models.CharField(max_length=255, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    attributes = models.JSONField(default=dict, blank=True)
    options = ArrayField(models.CharField(max_length=255), default=list, editable=False)
    tags = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.name.title()) for status in ProductStatus],
        default=ProductStatus.ACTIVE.value,
        db_index=True,
    )
    visibility = models.CharField(
        max_length=10,
        choices=[(value.value, value.name.title()) for value in Visibility],
        default=Visibility.PUBLIC.value,
    )
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=1000, blank=True)
    illustration = models.CharField(
        max_length=80, blank=True, help_text="What to draw where there is no picture, e.g. “shirt/check”."
    )
    published_at = models.DateTimeField(
        default=clock.now, help_text="A time to come keeps the product out of the shop until then."
    )
    sold = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        db_table = "catalog_product"
        indexes = [models.Index(fields=["-created_at", "-id"], name="catalog_product_newest")]

    def __str__(self) -> str:
        return self.name


class Variant(Entity):
    """One buyable form. `available` is inventory's figure, kept here for reading.

    Its prices have been so since `priced_at`; `lowest_before` is the least that was paid in the 30 days
    before its reduction begins, `other_lowest` the same in other currencies.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField("SKU", max_length=255, unique=True)
    attributes = models.JSONField(default=dict, blank=True)
    price = models.DecimalField("regular price", max_digits=18, decimal_places=4)
    sale_price = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    sale_from = models.DateTimeField("reduced from", null=True, blank=True)
    sale_until = models.DateTimeField("reduced until", null=True, blank=True)
    currency = models.CharField(max_length=3)
    priced_at = models.DateTimeField(default=clock.now, editable=False)
    other_prices = models.JSONField(default=dict, editable=False)
    other_lowest = models.JSONField(default=dict, editable=False)
    lowest_before = models.DecimalField(max_digits=18, decimal_places=4, null=True, editable=False)
    grams = models.PositiveIntegerField(default=0)
    barcode = models.CharField(max_length=80, blank=True)
    swatch = models.CharField(max_length=7, blank=True)
    position = models.PositiveIntegerField(default=0)
    requires_shipping = models.BooleanField(default=True)
    taxable = models.BooleanField(default=True)
    tax_class = models.CharField(max_length=40, default="standard")
    picture = models.JSONField(null=True, blank=True, editable=False)
    available = models.IntegerField(default=0, editable=False)
    active = models.BooleanField(default=True, editable=False)

    class Meta:
        db_table = "catalog_variant"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="catalog_variant_prices",
                condition=Q(price__gte=0)
                & (Q(sale_price__isnull=True) | Q(sale_price__gte=0, sale_price__lt=F("price"))),
                violation_error_message="The sale price must be below the regular price.",
            ),
            models.CheckConstraint(
                name="catalog_variant_sale_window",
                condition=Q(sale_from__isnull=True)
                | Q(sale_until__isnull=True)
                | Q(sale_from__lt=F("sale_until")),
                violation_error_message="A reduction must end after it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.sku


class Media(Entity):
    """A picture by its address; `shows` names the option value that is in it.

    `sizes` maps widths to the addresses of smaller copies; None while a worker has yet to make them.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media")
    url = models.CharField(max_length=1000)
    thumbnail = models.CharField(max_length=1000, blank=True)
    alt = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    shows = models.CharField(max_length=255, blank=True)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    sizes = models.JSONField(null=True, default=dict, editable=False)

    class Meta:
        db_table = "catalog_media"
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["id"], name="catalog_media_unsized", condition=Q(sizes__isnull=True))]
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.alt or self.url

    def by_width(self) -> tuple[tuple[int, str], ...]:
        """The smaller copies, the smallest first."""
        return tuple(sorted((int(width), url) for width, url in (self.sizes or {}).items()))


class SlugRedirect(models.Model):
    """An address that a product had before."""

    slug = models.SlugField(max_length=255, primary_key=True, allow_unicode=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        db_table = "catalog_slug_redirect"

    def __str__(self) -> str:
        return self.slug
