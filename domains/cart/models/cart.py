"""A cart and its lines."""

from django.db import models
from django.db.models import Q

from domains.cart.types import CartStatus
from domains.kernel.entity import Entity

LARGEST_QUANTITY = 999


class Cart(Entity):
    """A guest's cart answers to its token, a member's to the member; a member has one open cart."""

    user_id = models.UUIDField(null=True, blank=True, db_index=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in CartStatus],
        default=CartStatus.OPEN.value,
    )
    currency = models.CharField(max_length=3)
    order_id = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        db_table = "cart_cart"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], condition=Q(status="open"), name="cart_cart_one_open_a_member"
            ),
            models.CheckConstraint(
                condition=Q(status="ordered", order_id__isnull=False)
                | (~Q(status="ordered") & Q(order_id__isnull=True)),
                name="cart_cart_ordered_by_an_order",
            ),
        ]
        indexes = [models.Index(fields=["-updated_at", "-id"], name="cart_cart_latest")]

    def __str__(self) -> str:
        return str(self.id)


class Line(Entity):
    """So many of one variant. Name, SKU and price are as they were when it was put in."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant_id = models.UUIDField(db_index=True)
    product_id = models.UUIDField()
    name = models.CharField(max_length=255)
    sku = models.CharField("SKU", max_length=255)
    quantity = models.PositiveSmallIntegerField()
    seen_price = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        db_table = "cart_line"
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant_id"], name="cart_line_variant"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=LARGEST_QUANTITY), name="cart_line_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.name}"
