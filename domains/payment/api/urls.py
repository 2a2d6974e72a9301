"""Payment's addresses below /api/v1/; `payments/process` belongs to order, which places the attempt."""

from django.urls import path

from domains.payment.api.views import PaymentConfirm, PaymentDetail, PaymentRefund, StripeWebhook, Webhook

urlpatterns = [
    path("payments/refund", PaymentRefund.as_view()),
    path("payments/webhook", StripeWebhook.as_view()),
    path("payments/webhook/<slug:gateway>", Webhook.as_view()),
    path("payments/<uuid:payment_id>", PaymentDetail.as_view()),
    path("payments/<uuid:payment_id>/confirm", PaymentConfirm.as_view()),
]
