"""Payments on the wire."""

from typing import Any

from rest_framework import serializers

from domains.kernel.api import IdField, MoneyField
from domains.payment.types import Payment


class NextActionSerializer(serializers.Serializer[Any]):
    """What the payer must do before the payment can go on."""

    type = serializers.CharField()
    url = serializers.CharField()
    data = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class RefundSerializer(serializers.Serializer[Any]):
    """Money that went back, or is about to."""

    id = serializers.UUIDField()
    amount = MoneyField()
    reason = serializers.CharField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()


class PaymentSerializer(serializers.Serializer[Payment]):
    """One attempt to be paid for one order."""

    id = serializers.UUIDField()
    order_id = serializers.UUIDField()
    amount = MoneyField()
    currency = serializers.CharField(source="amount.currency")
    captured = MoneyField()
    refunded = MoneyField()
    status = serializers.CharField()
    settled = serializers.BooleanField()
    gateway = serializers.CharField()
    gateway_transaction_id = serializers.CharField()
    decline_code = serializers.CharField()
    decline_message = serializers.CharField()
    next_action = NextActionSerializer(allow_null=True)
    refunds = RefundSerializer(many=True)
    created_at = serializers.DateTimeField()


class RefundRequestSerializer(serializers.Serializer[Any]):
    """What to give back; all that is left when no amount is given."""

    payment_id = IdField()
    amount = MoneyField(required=False)
    reason = serializers.CharField(max_length=200)


class ConfirmRequestSerializer(serializers.Serializer[Any]):
    """What the payer's bank said; other fields go to the gateway as they are."""

    outcome = serializers.CharField(required=False, max_length=40)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        super().to_internal_value(data)
        if len(data) > 20 or not all(
            isinstance(value, str) and len(name) <= 80 and len(value) <= 2000 for name, value in data.items()
        ):
            raise serializers.ValidationError("Give at most 20 fields, each a short string.")
        return dict(data)
