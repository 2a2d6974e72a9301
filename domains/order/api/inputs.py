"""What a shopper sends."""

from decimal import Decimal, InvalidOperation
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from domains.kernel.api import CurrencyField, IdField, MoneyField
from domains.kernel.ids import VariantId
from domains.kernel.types import Address
from domains.order.types import LinePart, OrderStatus, WantedLine
from domains.payment.types import PaymentMethod

_MOST_LINES = 200


class AddressSerializer(serializers.Serializer[Address]):
    """A postal address; `country` is its ISO 3166 code of two letters."""

    name = serializers.CharField(max_length=120)
    line1 = serializers.CharField(max_length=200)
    city = serializers.CharField(max_length=100)
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    country = serializers.RegexField("^[A-Z]{2}$")
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    region = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    company = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    def validate(self, given: dict[str, Any]) -> Any:
        return Address(**given)


class PaymentMethodSerializer(serializers.Serializer[PaymentMethod]):
    """A gateway and the token that its own form gave; never a card number."""

    gateway = serializers.CharField(max_length=20)
    method_token = serializers.CharField(max_length=255)

    def validate(self, given: dict[str, Any]) -> Any:
        return PaymentMethod(given["gateway"], given["method_token"])


@extend_schema_field(MoneyField)
class ExpectedTotalField(MoneyField):
    """The total that the shopper saw: money, or its amount alone."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            return super().to_internal_value(data).amount
        try:
            amount = Decimal(data) if isinstance(data, str) and len(data) <= 24 else None
        except InvalidOperation:
            amount = None
        if amount is None or not amount.is_finite():
            self.fail("amount")
        return amount


class CheckoutSerializer(serializers.Serializer[Any]):
    """A checkout form. Members may leave the e-mail address out."""

    email = serializers.EmailField(max_length=254, required=False)
    shipping_address = AddressSerializer()
    billing_address = AddressSerializer(required=False)
    shipping_method = serializers.CharField(max_length=60)
    payment = PaymentMethodSerializer()
    expected_total = ExpectedTotalField(required=False)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class PiecesSerializer(serializers.Serializer[Any]):
    """So many pieces, as a whole number."""

    quantity = serializers.IntegerField(min_value=1, max_value=999)

    def to_internal_value(self, data: Any) -> Any:
        quantity = data.get("quantity", 1) if isinstance(data, dict) else 1
        if not isinstance(quantity, int) or isinstance(quantity, bool):
            raise serializers.ValidationError({"quantity": ["Give a whole number from 1 to 999."]})
        return super().to_internal_value(data)


class WantedLineSerializer(PiecesSerializer):
    variant_id = IdField()

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        return WantedLine(VariantId(given["variant_id"]), given["quantity"])


class OrderRequestSerializer(CheckoutSerializer):
    """A checkout without a cart."""

    lines = WantedLineSerializer(many=True, allow_empty=False, max_length=_MOST_LINES)  # type: ignore[call-arg]
    currency = CurrencyField(required=False, help_text="In which it is paid; the shop's own by default.")


class PaymentRequestSerializer(PaymentMethodSerializer):
    """Another payment for an order that was not paid."""

    order_id = IdField()

    def validate(self, given: dict[str, Any]) -> Any:
        return {"order_id": given["order_id"], "method": super().validate(given)}


class LinePartSerializer(PiecesSerializer):
    """So many pieces of a line of the order."""

    id = IdField()

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        return LinePart(given["id"], given["quantity"])


class CancelSerializer(serializers.Serializer[Any]):
    """With `items` a part of the order is called off, without them the whole of it."""

    items = LinePartSerializer(many=True, required=False, allow_empty=False, max_length=_MOST_LINES)  # type: ignore[call-arg]
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class StatusRequestSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=[status.value for status in OrderStatus])
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OrderQuery(serializers.Serializer[Any]):
    """How staff narrow the list; members see their own whatever they ask."""

    status = serializers.ChoiceField(choices=[status.value for status in OrderStatus], required=False)
    email = serializers.EmailField(max_length=254, required=False)
    number = serializers.CharField(max_length=20, required=False)


class TrackQuery(serializers.Serializer[Any]):
    """A number with its e-mail address, or the token of the order's link."""

    number = serializers.CharField(max_length=20, required=False)
    email = serializers.CharField(max_length=254, required=False)
    token = serializers.CharField(max_length=200, required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "token" not in given and not {"number", "email"} <= given.keys():
            raise serializers.ValidationError("Give number and email, or token.")
        return given
