"""Orders on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from domains.kernel.api import MoneyField
from domains.order import services
from domains.order.api.inputs import AddressSerializer
from domains.order.types import Order, OrderStatus
from domains.payment.types import Payment


class ItemSerializer(serializers.Serializer[Any]):
    """A line as it was sold."""

    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    unit_price = MoneyField()
    discount = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    product_snapshot = serializers.DictField()


class AddressesSerializer(serializers.Serializer[Order]):
    shipping = AddressSerializer(source="shipping_address")
    billing = AddressSerializer(source="billing_address")


class ActionSerializer(serializers.Serializer[Any]):
    """What the payer must do before the order can go on."""

    type = serializers.CharField()
    url = serializers.CharField()
    payment_id = serializers.UUIDField()


class OrderPaymentSerializer(serializers.Serializer[Payment]):
    """An attempt to be paid; the whole of it stands at `payments/{id}`."""

    id = serializers.UUIDField()
    amount = MoneyField()
    captured = MoneyField()
    refunded = MoneyField()
    status = serializers.CharField()
    gateway = serializers.CharField()
    decline_code = serializers.CharField()
    decline_message = serializers.CharField()
    created_at = serializers.DateTimeField()


class StatusChangeSerializer(serializers.Serializer[Any]):
    """`from` and `to` are statuses; `by` is who did it."""

    to = serializers.CharField(source="to_status")
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.CharField(source="from_status"), **super().get_fields()}


class OrderSummarySerializer(serializers.Serializer[Any]):
    """An order as a row of a list."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    email = serializers.CharField()
    status = serializers.CharField()
    payment_status = serializers.CharField()
    fulfilment_status = serializers.CharField()
    total = MoneyField()
    item_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class OrderSerializer(serializers.Serializer[Order]):
    """An order with all that belongs to it."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    email = serializers.CharField()
    status = serializers.CharField()
    payment_status = serializers.CharField()
    fulfilment_status = serializers.CharField()
    currency = serializers.CharField()
    subtotal = MoneyField()
    discount = MoneyField()
    shipping = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    items = ItemSerializer(many=True, source="lines")
    addresses = AddressesSerializer(source="*")
    shipping_method = serializers.CharField()
    shipping_method_name = serializers.CharField()
    coupons = serializers.ListField(child=serializers.CharField())
    payments = OrderPaymentSerializer(many=True)
    shipments = serializers.SerializerMethodField()
    history = StatusChangeSerializer(many=True)
    note = serializers.CharField()
    failure_code = serializers.CharField()
    failure_detail = serializers.CharField()
    next_action = serializers.SerializerMethodField()
    tracking_token = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_shipments(self, order: Order) -> list[Any]:
        return []

    @extend_schema_field(ActionSerializer(allow_null=True))
    def get_next_action(self, order: Order) -> dict[str, str] | None:
        last = order.payments[-1] if order.payments else None
        if order.status is not OrderStatus.PENDING or last is None or last.next_action is None:
            return None
        action = last.next_action
        return {"type": action.type, "url": action.url, "payment_id": str(last.id)}

    def get_tracking_token(self, order: Order) -> str:
        return services.get_tracking_token(order.id)


class EventSerializer(serializers.Serializer[Any]):
    """One fact of the order's stream."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    payload = serializers.DictField()
    occurred_at = serializers.DateTimeField()
    actor = serializers.CharField()
    correlation_id = serializers.CharField()


class EventListSerializer(serializers.Serializer[Any]):
    results = EventSerializer(many=True)
