"""Where products stand: the tree of categories, and brands."""

from django.db import models

from domains.catalog.models.verbatim import VerbatimJSONField
from domains.kernel.entity import Entity


class Category(Entity):
    """A node of the tree; `path` is the slugs from the root, so that a branch is a prefix."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=1000, unique=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    description = models.TextField(blank=True)
    attributes_schema = VerbatimJSONField(
        default=dict, blank=True, help_text="A JSON Schema of an object; categories below inherit it."
    )
    illustration = models.CharField(
        max_length=300, blank=True, help_text="What to draw, e.g. “shirt/check #d9d2c0 #b2552f”."
    )

    class Meta:
        db_table = "catalog_category"
        ordering = ["path"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def slugs(self) -> list[str]:
        """The slugs from the root to this node."""
        return self.path.split("/")


class Brand(Entity):
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        db_table = "catalog_brand"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
