"""Carts to look at; coupons, ways of sending and tax rates to decide on."""

from domains.cart.admin.carts import CartAdmin
from domains.cart.admin.coupons import CouponAdmin
from domains.cart.admin.rates import ShippingZoneAdmin, TaxRateAdmin

__all__ = ["CartAdmin", "CouponAdmin", "ShippingZoneAdmin", "TaxRateAdmin"]
