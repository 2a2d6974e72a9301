"""The cart's own tables."""

from domains.cart.models.cart import Cart, Line
from domains.cart.models.coupon import CartCoupon, Coupon, Redemption
from domains.cart.models.shipping import ShippingMethod, ShippingZone
from domains.cart.models.tax import TaxRate

__all__ = [
    "Cart",
    "CartCoupon",
    "Coupon",
    "Line",
    "Redemption",
    "ShippingMethod",
    "ShippingZone",
    "TaxRate",
]
