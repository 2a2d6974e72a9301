"""What helps shoppers to find: the words of the shop, and what was looked for."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q

from domains.catalog.types import SynonymKind
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
    """A search as shoppers typed it, how often, and how many products it found last."""

    text = models.CharField(max_length=200, primary_key=True)
    searches = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    last_searched_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "catalog_past_query"
        indexes = [
            models.Index(OpClass("text", name="text_pattern_ops"), name="catalog_past_query_prefix"),
            models.Index(fields=["-searches"], name="catalog_past_query_often"),
        ]
        verbose_name_plural = "past queries"

    def __str__(self) -> str:
        return self.text


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
