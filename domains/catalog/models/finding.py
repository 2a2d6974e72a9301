"""What helps shoppers to find: the words of the shop, and what was looked for."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q

from domains.catalog.models.product import Product
from domains.catalog.types import BoostKind, SynonymKind
from domains.kernel import clock
from domains.kernel.entity import Entity


class ShopWord(models.Model):
    """A word of some product's name, brand, category, tags or attributes: what a typo may have meant."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        db_table = "catalog_word"
        indexes = [GistIndex(OpClass("word", name="gist_trgm_ops"), name="catalog_word_nearest")]

    def __str__(self) -> str:
        return self.word


class PastQuery(models.Model):
    """A search as shoppers typed it, how often, and how many products it found last.

    `meant` is what a slip of the pen was taken for, and what was found is for that.
    """

    text = models.CharField(max_length=200, primary_key=True)
    searches = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    meant = models.CharField(max_length=200, blank=True, default="", db_default="")
    last_searched_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "catalog_past_query"
        indexes = [
            models.Index(OpClass("text", name="text_pattern_ops"), name="catalog_past_query_prefix"),
            models.Index(fields=["-searches"], name="catalog_past_query_often"),
        ]
        verbose_name = "search"
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return self.text


class QueryDay(models.Model):
    """How often a search was made on one day, found nothing, led to a product and to an order."""

    query = models.ForeignKey(PastQuery, models.CASCADE, db_column="text", related_name="days")
    day = models.DateField()
    searches = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    purchases = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "catalog_query_day"
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="catalog_query_day_once")]
        indexes = [models.Index(fields=["day"], name="catalog_query_day_day")]

    def __str__(self) -> str:
        return f"{self.query_id} on {self.day}"


class TalliedBatch(models.Model):
    """The batch of tallies that was written last, so that none is written twice."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    name = models.UUIDField(null=True)

    class Meta:
        db_table = "catalog_tallied_batch"

    def __str__(self) -> str:
        return str(self.name)


class SearchEntry(models.Model):
    """Where a product stands in the search server's index: its latest version, and the one sent last.

    `since` is when it first changed after that.
    """

    product_id = models.UUIDField(primary_key=True)
    version = models.BigIntegerField()
    sent = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        db_table = "catalog_search_entry"
        indexes = [
            models.Index(fields=["since"], name="catalog_search_waiting", condition=Q(sent__lt=F("version")))
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.version}"


class Synonym(Entity):
    """Expressions that mean the same, or that others are searched instead of."""

    kind = models.CharField(
        max_length=12,
        choices=[
            (SynonymKind.GROUP.value, "All mean the same"),
            (SynonymKind.REPLACEMENT.value, "Others are searched instead"),
        ],
        default=SynonymKind.GROUP.value,
    )
    words = ArrayField(models.CharField(max_length=60))
    meant = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        db_table = "catalog_synonym"

    def __str__(self) -> str:
        words, meant = ", ".join(self.words), ", ".join(self.meant)
        return f"{words} → {meant}" if meant else words


class PinnedSearch(Entity):
    """Products that stand first for some searches, in their order."""

    queries = ArrayField(models.CharField(max_length=60))
    products = models.ManyToManyField(Product, through="Pin", related_name="pinned_for")

    class Meta:
        db_table = "catalog_pinned_search"
        verbose_name = "pinned search"
        verbose_name_plural = "pinned searches"

    def __str__(self) -> str:
        return ", ".join(self.queries)


class Pin(models.Model):
    """One product that stands first for a search."""

    pins = models.ForeignKey(PinnedSearch, models.CASCADE, related_name="pins")
    product = models.ForeignKey(Product, models.CASCADE, related_name="pins")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "catalog_pin"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["pins", "product"], name="catalog_pin_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.product_id}"


class SearchBoost(Entity):
    """What counts more or less in searches, by a factor; in all of them where no query is named."""

    kind = models.CharField(
        max_length=8,
        choices=[(one.value, one.value.title()) for one in BoostKind],
        default=BoostKind.BRAND.value,
    )
    value = models.CharField("slug", max_length=255)
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="boosts")
    factor = models.DecimalField(max_digits=4, decimal_places=2)
    queries = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        db_table = "catalog_search_boost"
        verbose_name = "boost"

    def __str__(self) -> str:
        return f"{self.kind} {self.value} times {self.factor}"
