from django.apps import AppConfig


class PaymentConfig(AppConfig):
    name = "domains.payment"
    label = "payment"
