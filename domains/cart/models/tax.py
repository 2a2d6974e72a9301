"""What is added to the price by law."""

from django.db import models
from django.db.models import Q

from domains.kernel.entity import Entity


class TaxRate(Entity):
    """A rate of a country, or of one of its regions; the region's own stands instead of the country's."""

    country = models.CharField(max_length=2, help_text="ISO code of two letters, such as US.")
    region = models.CharField(max_length=10, blank=True, help_text="Its code, such as CA; none for all.")
    region_name = models.CharField(max_length=80, blank=True, help_text="Its name, such as California.")
    tax_class = models.CharField(max_length=40, default="standard")
    rate = models.DecimalField(max_digits=7, decimal_places=6, help_text="0.0725 is 7.25 %.")

    class Meta:
        db_table = "cart_tax_rate"
        ordering = ["country", "region", "tax_class"]
        constraints = [
            models.UniqueConstraint(fields=["country", "region", "tax_class"], name="cart_tax_rate_place"),
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lt=1), name="cart_tax_rate_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.region} {self.rate}".replace("  ", " ")

    def clean(self) -> None:
        self.country, self.region = self.country.upper(), self.region.upper()
