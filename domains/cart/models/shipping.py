"""Where goods go and what the way costs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from domains.kernel.entity import Entity


class ShippingZone(Entity):
    """Countries that cost the same; the first zone that fits a destination is its zone."""

    code = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    countries = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        help_text="ISO codes separated by commas, such as US, CA. None means every country.",
    )
    postal_prefixes = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        help_text="Only postal codes that begin so, such as 995, 967. None means every code.",
    )
    position = models.IntegerField(default=0, help_text="The lowest number is asked first.")

    class Meta:
        db_table = "cart_shipping_zone"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.countries = [code.strip().upper() for code in self.countries or []]
        self.postal_prefixes = [prefix.replace(" ", "").upper() for prefix in self.postal_prefixes or []]


class ShippingMethod(Entity):
    """A way to send: a price for so much weight, more for each further kilogram."""

    zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="methods")
    code = models.SlugField(max_length=32, help_text="The same in every zone, such as “standard”.")
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3)
    grams_included = models.PositiveIntegerField(default=2000)
    price_per_kg = models.DecimalField("price per further kg", max_digits=18, decimal_places=4, default=0)
    max_grams = models.PositiveIntegerField("heaviest, in grams", null=True, blank=True)
    free_from = models.DecimalField(
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Costs nothing when the goods come to this, discounts taken off.",
    )
    coupons_apply = models.BooleanField(default=True, help_text="A free-shipping coupon makes it free.")
    days_min = models.PositiveSmallIntegerField("days at least", default=3)
    days_max = models.PositiveSmallIntegerField("days at most", default=5)
    position = models.IntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "cart_shipping_method"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="cart_shipping_method_code"),
            models.CheckConstraint(
                name="cart_shipping_method_sane",
                condition=Q(price__gte=0, price_per_kg__gte=0, days_min__lte=F("days_max")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.zone_id})"
