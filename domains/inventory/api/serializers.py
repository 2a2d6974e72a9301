"""Shapes of stock on the wire."""

from typing import Any

from rest_framework import serializers

from domains.inventory.quantities import LARGEST
from domains.kernel.api import IdField, WholeNumberField

_MOST_LINES = 200
_LONGEST_TTL_S = 86_400


class WarehouseStockSerializer(serializers.Serializer[Any]):
    warehouse_id = serializers.UUIDField(source="warehouse.id")
    code = serializers.CharField(source="warehouse.code")
    name = serializers.CharField(source="warehouse.name")
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()


class AvailabilitySerializer(serializers.Serializer[Any]):
    """What everybody may know."""

    variant_id = serializers.UUIDField()
    available = serializers.IntegerField()


class StockSerializer(AvailabilitySerializer):
    """What staff know."""

    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    warehouses = WarehouseStockSerializer(many=True)


class StockInput(serializers.Serializer[Any]):
    """`quantity` sets what is on hand, `delta` adds to it; without a warehouse, the first one's."""

    warehouse_id = IdField(required=False)
    quantity = WholeNumberField(required=False, min_value=0, max_value=LARGEST)
    delta = WholeNumberField(required=False, min_value=-LARGEST, max_value=LARGEST)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("quantity" in attrs) == ("delta" in attrs):
            raise serializers.ValidationError("Give either `quantity` or `delta`.")
        return attrs


class StockLineInput(serializers.Serializer[Any]):
    variant_id = IdField()
    quantity = WholeNumberField(min_value=1, max_value=LARGEST)


class ReserveInput(serializers.Serializer[Any]):
    reference_id = IdField()
    lines = serializers.ListField(
        child=StockLineInput(), allow_empty=False, min_length=1, max_length=_MOST_LINES
    )
    ttl_s = WholeNumberField(required=False, min_value=1, max_value=_LONGEST_TTL_S)


class ReleaseInput(serializers.Serializer[Any]):
    reservation_id = IdField()


class StockAllocationSerializer(serializers.Serializer[Any]):
    variant_id = serializers.UUIDField()
    warehouse_id = serializers.UUIDField()
    quantity = serializers.IntegerField()


class ReservationSerializer(serializers.Serializer[Any]):
    reservation_id = serializers.UUIDField(source="id")
    reference_id = serializers.UUIDField()
    status = serializers.CharField()
    expires_at = serializers.DateTimeField()
    allocations = StockAllocationSerializer(many=True)


class WarehouseSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(read_only=True)
    code = serializers.SlugField(max_length=32)
    name = serializers.CharField(max_length=120)
    country = serializers.RegexField(r"^[A-Za-z]{2}$")
    priority = WholeNumberField(required=False, default=0, min_value=-1000, max_value=1000)
    active = serializers.BooleanField(read_only=True)


class TransferInput(serializers.Serializer[Any]):
    """`from` and `to` are warehouses."""

    variant_id = IdField()
    quantity = WholeNumberField(min_value=1, max_value=LARGEST)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": IdField(), "to": IdField()}


class StockMovementSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    variant_id = serializers.UUIDField()
    warehouse_id = serializers.UUIDField()
    kind = serializers.CharField()
    delta = serializers.IntegerField()
    reason = serializers.CharField()
    reference_id = serializers.UUIDField(allow_null=True)
    actor = serializers.CharField()
    created_at = serializers.DateTimeField()


class MovementQuery(serializers.Serializer[Any]):
    variant_id = IdField(required=False)


class StockAlertSerializer(serializers.Serializer[Any]):
    variant_id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    available = serializers.IntegerField()
    threshold = serializers.IntegerField()
    suggested_reorder = serializers.IntegerField()
