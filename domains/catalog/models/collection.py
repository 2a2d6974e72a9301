"""Products under one name, picked by hand or by a rule."""

from django.db import models

from domains.catalog.models.product import Product
from domains.catalog.types import Match, Relation, Subject
from domains.kernel.entity import Entity

_MATCHES = [
    ("", "Picked by hand"),
    (Match.ALL.value, "By rule: every condition holds"),
    (Match.ANY.value, "By rule: any of the conditions holds"),
]
SUBJECTS = [
    (Subject.CATEGORY.value, "Category"),
    (Subject.BRAND.value, "Brand"),
    (Subject.VENDOR.value, "Vendor"),
    (Subject.TAG.value, "Tag"),
    (Subject.ATTRIBUTE.value, "Attribute or option"),
    (Subject.PRICE.value, "Price"),
    (Subject.RATING.value, "Rating"),
    (Subject.ON_SALE.value, "Reduced"),
    (Subject.IN_STOCK.value, "In stock"),
    (Subject.AGE.value, "Days in the shop"),
]
_RELATIONS = [
    (Relation.IS.value, "is"),
    (Relation.IS_NOT.value, "is not"),
    (Relation.AT_LEAST.value, "is at least"),
    (Relation.AT_MOST.value, "is at most"),
]


class Collection(Entity):
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    match = models.CharField("products", max_length=3, choices=_MATCHES, blank=True, default="")
    products = models.ManyToManyField(Product, through="CollectionItem", related_name="collections")

    class Meta:
        db_table = "catalog_collection"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CollectionCondition(models.Model):
    """One condition of a collection's rule."""

    id = models.BigAutoField(primary_key=True)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveIntegerField(default=0, editable=False)
    subject = models.CharField(max_length=10, choices=SUBJECTS)
    name = models.CharField("which attribute", max_length=255, blank=True)
    relation = models.CharField(max_length=10, choices=_RELATIONS, default=Relation.IS.value)
    value = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "catalog_collection_condition"
        ordering = ["position"]

    def __str__(self) -> str:
        subject = f"{self.get_subject_display()} {self.name}".strip()
        return f"{subject} {self.get_relation_display()} {self.value}"


class CollectionItem(models.Model):
    """A product's place in a collection; a rule's are kept as products change."""

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
