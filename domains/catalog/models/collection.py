"""Hand-picked products under one name."""

from django.db import models

from domains.catalog.models.product import Product
from domains.kernel.entity import Entity


class Collection(Entity):
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    products = models.ManyToManyField(Product, through="CollectionItem", related_name="collections")

    class Meta:
        db_table = "catalog_collection"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """A product's place in a collection."""

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="collection_items")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "catalog_collection_item"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "product"], name="catalog_collection_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.position + 1}. {self.product_id}"
