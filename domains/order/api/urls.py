"""Order's addresses below /api/v1/; checkout and paying again stand above cart and payment."""

from django.urls import path

from domains.order.api.checkout import CartCheckout, PaymentProcess
from domains.order.api.views import (
    OrderCancel,
    OrderDetail,
    OrderEvents,
    Orders,
    OrderStatusView,
    OrderTrack,
)

urlpatterns = [
    path("cart/checkout", CartCheckout.as_view()),
    path("payments/process", PaymentProcess.as_view()),
    path("orders", Orders.as_view()),
    path("orders/track", OrderTrack.as_view()),
    path("orders/<uuid:order_id>", OrderDetail.as_view()),
    path("orders/<uuid:order_id>/cancel", OrderCancel.as_view()),
    path("orders/<uuid:order_id>/status", OrderStatusView.as_view()),
    path("orders/<uuid:order_id>/events", OrderEvents.as_view()),
]
