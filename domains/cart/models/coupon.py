"""Coupons, the carts they lie in, and the orders that used them."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from domains.cart.models.cart import Cart
from domains.cart.types import CouponKind
from domains.kernel.entity import Entity


class Coupon(Entity):
    """A code that lowers the price of a cart; `redeemed` counts the orders that used it."""

    code = models.CharField(
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[A-Z0-9][A-Z0-9_-]+\Z", "Use capitals, digits, - and _.")],
    )
    description = models.CharField(max_length=200, help_text="What shoppers read, such as “10 % off”.")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in CouponKind])
    percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.01), MaxValueValidator(100)],
        help_text="For a percentage: 10 takes a tenth off.",
    )
    amount = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="For a fixed amount off."
    )
    currency = models.CharField(max_length=3, help_text="Of the amount and the minimum.")
    minimum = models.DecimalField(
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="What the goods must come to before it applies.",
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True, help_text="How many orders may use it.")
    limit_per_customer = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many orders of one person may use it."
    )
    combinable = models.BooleanField(default=False, help_text="It may stand beside other coupons.")
    active = models.BooleanField(default=True)
    redeemed = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        db_table = "cart_coupon"
        constraints = [
            models.CheckConstraint(
                name="cart_coupon_worth",
                condition=Q(kind="percentage", percent__gt=0, percent__lte=100, amount__isnull=True)
                | Q(kind="fixed", amount__gt=0, percent__isnull=True)
                | Q(kind="free_shipping", amount__isnull=True, percent__isnull=True),
                violation_error_message=(
                    "A percentage coupon has a percentage, a fixed one an amount, free shipping neither."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.code


class CartCoupon(models.Model):
    """A coupon that a shopper put into a cart; it takes effect in the order of entry."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="coupons")
    coupon = models.ForeignKey(Coupon, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "cart_cart_coupon"
        constraints = [models.UniqueConstraint(fields=["cart", "coupon"], name="cart_cart_coupon_once")]

    def __str__(self) -> str:
        return f"{self.coupon_id} in {self.cart_id}"


class Redemption(Entity):
    """One order's use of a coupon; it is returned when the order is cancelled."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions")
    order_id = models.UUIDField(db_index=True)
    user_id = models.UUIDField(null=True)
    email_digest = models.CharField(max_length=64)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cart_redemption"
        constraints = [models.UniqueConstraint(fields=["order_id", "coupon"], name="cart_redemption_once")]
        indexes = [
            models.Index(fields=["coupon", "user_id"], name="cart_redemption_member"),
            models.Index(fields=["coupon", "email_digest"], name="cart_redemption_email"),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} for {self.order_id}"
