"""What was bought, what was bought with it, what is wanted these days, and by whom."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from domains.catalog.models.product import Product
from domains.kernel import clock


class Purchase(models.Model):
    """So many of a product in one order; `folded` once bestsellers and companions count it."""

    id = models.BigAutoField(primary_key=True)
    reference_id = models.UUIDField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="purchases")
    user_id = models.UUIDField(null=True)
    quantity = models.PositiveIntegerField()
    bought_at = models.DateTimeField(default=clock.now)
    folded = models.BooleanField(default=False)

    class Meta:
        db_table = "catalog_purchase"
        constraints = [
            models.UniqueConstraint(fields=["reference_id", "product"], name="catalog_purchase_once")
        ]
        indexes = [
            models.Index(fields=["user_id", "product"], name="catalog_purchase_buyer"),
            models.Index(fields=["id"], name="catalog_purchase_waiting", condition=Q(folded=False)),
            BrinIndex(fields=["bought_at"], name="catalog_purchase_when"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"


class Companion(models.Model):
    """In how many orders a product stood together with another; every pair is kept both ways round.

    It is written for every pair of every order: no index beside the key, so that counting stays cheap.
    """

    pk = models.CompositePrimaryKey("product_id", "companion_id")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="companions", db_index=False)
    companion = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="companion_of", db_index=False
    )
    orders = models.PositiveIntegerField()

    class Meta:
        db_table = "catalog_companion"

    def __str__(self) -> str:
        return f"{self.companion_id} with {self.product_id}"


class Trend(models.Model):
    """How much a product is wanted these days: the logarithm of what `recommending.trends` sums up.

    It stands for every moment at once: as time goes on all products cool alike, and their order stays.
    """

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="trend")
    heat = models.FloatField()

    class Meta:
        db_table = "catalog_trend"
        indexes = [models.Index(fields=["-heat"], name="catalog_trend_hottest")]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.heat:.1f}"


class Taste(models.Model):
    """What a buyer may want next, best first, and beside each which of their purchases tells so."""

    user_id = models.UUIDField(primary_key=True)
    products = ArrayField(models.UUIDField())
    because = ArrayField(models.UUIDField())
    learned_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "catalog_taste"

    def __str__(self) -> str:
        return f"{len(self.products)} products for {self.user_id}"
