"""Shapes of carts on the wire."""

from typing import Any

from rest_framework import serializers

from domains.kernel.api import CurrencyField, IdField, MoneyField, WholeNumberField

_MOST = 999


class CartItemSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    product_slug = serializers.CharField()
    name = serializers.CharField()
    sku = serializers.CharField()
    attributes = serializers.DictField(child=serializers.CharField())
    image = serializers.SerializerMethodField()
    quantity = serializers.IntegerField()
    unit_price = MoneyField()
    regular_price = MoneyField()
    subtotal = MoneyField()
    available = serializers.IntegerField()

    def get_image(self, line: Any) -> dict[str, str] | None:
        if not line.picture_url:
            return None
        return {"url": line.picture_url, "alt": line.picture_alt}


class AppliedCouponSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    description = serializers.CharField()
    discount = MoneyField()


class CartTotalsSerializer(serializers.Serializer[Any]):
    subtotal = MoneyField()
    discount = MoneyField()
    shipping = MoneyField()
    tax = MoneyField()
    total = MoneyField()


class CartWarningSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    item_id = serializers.UUIDField(source="line_id", allow_null=True)
    message = serializers.CharField()


class CartSerializer(serializers.Serializer[Any]):
    """A cart at today's prices. A cart that was not begun has neither `id` nor `token`."""

    id = serializers.UUIDField(allow_null=True)
    token = serializers.CharField(allow_blank=True, help_text="For `X-Cart-Token`; a member's is empty.")
    items = CartItemSerializer(source="lines", many=True)
    coupons = AppliedCouponSerializer(many=True)
    totals = CartTotalsSerializer()
    currency = serializers.CharField()
    warnings = CartWarningSerializer(many=True)


class ItemInput(serializers.Serializer[Any]):
    variant_id = IdField()
    quantity = WholeNumberField(min_value=1, max_value=_MOST)
    currency = CurrencyField(
        required=False,
        help_text="In which a cart is begun; the shop's own where none is given. `PATCH cart` changes it.",
    )
    found_by = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        default="",
        help_text="The words of the search that found it, for the shop's own count of what searches lead to.",
    )


class CartInput(serializers.Serializer[Any]):
    currency = CurrencyField(help_text="In which the cart is paid from now on.")


class QuantityInput(serializers.Serializer[Any]):
    quantity = WholeNumberField(min_value=1, max_value=_MOST)


class CouponInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=80)


class DestinationQuery(serializers.Serializer[Any]):
    country = serializers.RegexField(r"^[A-Za-z]{2}\Z", help_text="ISO 3166 code of two letters.")
    postal_code = serializers.CharField(required=False, max_length=20, default="")


class ShippingMethodSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    price = MoneyField()
    days_min = serializers.IntegerField()
    days_max = serializers.IntegerField()
