"""Where carts are asked for."""

from django.urls import path

from domains.cart.api.views import Coupons, Item, Items, MyCart, ShippingMethods

urlpatterns = [
    path("cart", MyCart.as_view()),
    path("cart/items", Items.as_view()),
    path("cart/items/<uuid:line_id>", Item.as_view()),
    path("cart/coupons", Coupons.as_view()),
    path("cart/shipping-methods", ShippingMethods.as_view()),
]
