"""What shoppers would like to have, and the link under which they show it."""

from django.db import models

from domains.catalog.models.product import Product
from domains.kernel.entity import Entity


class Wish(Entity):
    """One product on one person's wishlist."""

    user_id = models.UUIDField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="wishes")

    class Meta:
        db_table = "catalog_wish"
        verbose_name_plural = "wishes"
        constraints = [models.UniqueConstraint(fields=["user_id", "product"], name="catalog_wish_once")]
        indexes = [models.Index(fields=["user_id", "-created_at", "-id"], name="catalog_wish_newest")]

    def __str__(self) -> str:
        return f"{self.product_id} for {self.user_id}"


class WishlistLink(Entity):
    """Whoever has the token may read the list. Deleting the row takes the link back."""

    user_id = models.UUIDField(unique=True)
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "catalog_wishlist_link"

    def __str__(self) -> str:
        return f"wishlist of {self.user_id}"
