"""What variants cost before."""

from typing import Any, NoReturn

from django.db import models

from domains.catalog.models.product import Variant


def _refuse() -> NoReturn:
    raise RuntimeError("The history of prices is append-only.")


class _History(models.QuerySet["PastPrice"]):
    def update(self, **kwargs: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()


class PastPrice(models.Model):
    """What a variant's prices said from `since` until `until`; a trigger refuses changes as well."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="past_prices")
    price = models.DecimalField(max_digits=18, decimal_places=4)
    sale_price = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    sale_from = models.DateTimeField(null=True)
    sale_until = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3)
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = _History.as_manager()

    class Meta:
        db_table = "catalog_past_price"

    def __str__(self) -> str:
        return f"{self.price} {self.currency} until {self.until:%Y-%m-%d %H:%M}"
