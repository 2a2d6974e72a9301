"""Who waits for something that is sold out."""

from django.db import models
from django.db.models import Q

from domains.catalog.models.product import Variant
from domains.kernel.entity import Entity

_WAITING = Q(told_at__isnull=True)


class StockRequest(Entity):
    """An address that is written to once, when the variant is back; `told_at` is when that was."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="stock_requests")
    email = models.EmailField()
    user_id = models.UUIDField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalog_stock_request"
        verbose_name = "request for a sold-out product"
        verbose_name_plural = "requests for sold-out products"
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "email"], name="catalog_stock_request_once", condition=_WAITING
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"], name="catalog_stock_request_waiting", condition=_WAITING
            ),
            models.Index(fields=["-created_at", "-id"], name="catalog_stock_request_newest"),
            models.Index(fields=["email"], name="catalog_stock_request_email"),
            models.Index(fields=["told_at"], name="catalog_stock_request_told", condition=~_WAITING),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.variant_id}"
