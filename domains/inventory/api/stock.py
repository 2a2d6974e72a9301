"""What there is: everybody sees availability, staff see and change the rest."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.catalog import services as catalog
from domains.catalog.errors import VariantNotFound
from domains.inventory import services as inventory
from domains.inventory.api.permissions import COUNTS, STAFF
from domains.inventory.api.serializers import (
    AvailabilitySerializer,
    MovementQuery,
    StockAlertSerializer,
    StockInput,
    StockMovementSerializer,
    StockSerializer,
    TransferInput,
)
from domains.inventory.errors import WarehouseNotFound
from domains.inventory.types import StockLevel
from domains.kernel.api import has_role, page_params, page_response, paged_schema, parse, principal
from domains.kernel.ids import ProductId, VariantId, WarehouseId
from domains.kernel.pagination import Page


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Stock(APIView):
    """`inventory/{variant-or-product id}`."""

    def get_permissions(self) -> list[Any]:
        return [has_role(*COUNTS)()] if self.request.method == "PUT" else []

    @extend_schema(
        parameters=[OpenApiParameter("identity", str, "path", description="A variant's or product's id.")],
        responses=PolymorphicProxySerializer(
            component_name="StockOrAvailability",
            serializers=[StockSerializer, AvailabilitySerializer],
            resource_type_field_name=None,
        ),
    )
    def get(self, request: Request, identity: str) -> Response:
        """A variant's stock. A product's is the sum of its `variants`."""
        user = principal(request)
        shape = StockSerializer if user and user.has_any(frozenset(STAFF)) else AvailabilitySerializer
        found = _uuid(identity)
        variant = VariantId(found) if found else None
        if variant and catalog.get_variants([variant]):
            return _private(shape(inventory.get_stock(variant)).data)
        product_id = ProductId(found) if found else catalog.get_product(identity).id
        return _private(_of_product(product_id, shape))

    @extend_schema(
        parameters=[OpenApiParameter("identity", str, "path", description="A variant's id.")],
        request=StockInput,
        responses=StockSerializer,
    )
    def put(self, request: Request, identity: str) -> Response:
        """The variant's stock after a count (`quantity`) or a correction (`delta`)."""
        found = _uuid(identity)
        if found is None or not catalog.get_variants([VariantId(found)]):
            raise VariantNotFound
        given = parse(StockInput, request)
        variant_id, warehouse_id = VariantId(found), _warehouse(given.get("warehouse_id"))
        if "delta" in given:
            level = inventory.adjust_stock(
                variant_id, warehouse_id=warehouse_id, delta=given["delta"], reason=given["reason"]
            )
        else:
            level = inventory.set_stock(
                variant_id, warehouse_id=warehouse_id, quantity=given["quantity"], reason=given["reason"]
            )
        return _private(StockSerializer(level).data)


def _warehouse(given: UUID | None) -> WarehouseId:
    if given is not None:
        return WarehouseId(given)
    for warehouse in inventory.list_warehouses():
        if warehouse.active:
            return warehouse.id
    raise WarehouseNotFound("There is no open warehouse yet. Make one first.")


def _of_product(product_id: ProductId, shape: type[AvailabilitySerializer]) -> dict[str, Any]:
    variant_ids = catalog.list_variant_ids(product_id)
    if not variant_ids:
        raise VariantNotFound("There is no variant and no product of this id.")
    by_variant = inventory.get_stock_levels(variant_ids)
    levels: list[StockLevel] = [by_variant[variant_id] for variant_id in variant_ids]
    sums = {
        name: sum(getattr(level, name) for level in levels)
        for name in ("on_hand", "reserved", "available")
        if name in shape().fields
    }
    return {
        "product_id": str(product_id),
        "variant_id": str(variant_ids[0]) if len(variant_ids) == 1 else None,
        **sums,
        "variants": shape(levels, many=True).data,
    }


def _private(data: Any) -> Response:
    return Response(data, headers={"Cache-Control": "private, no-store"})


class Transfer(APIView):
    """`inventory/transfer`."""

    permission_classes = [has_role(*COUNTS)]

    @extend_schema(request=TransferInput, responses=StockSerializer)
    def post(self, request: Request) -> Response:
        """The variant's stock after so many went from one warehouse to another."""
        given = parse(TransferInput, request)
        level = inventory.transfer_stock(
            VariantId(given["variant_id"]),
            from_warehouse_id=WarehouseId(given["from"]),
            to_warehouse_id=WarehouseId(given["to"]),
            quantity=given["quantity"],
        )
        return _private(StockSerializer(level).data)


class Movements(APIView):
    """`inventory/movements`."""

    permission_classes = [has_role(*STAFF)]

    @extend_schema(
        parameters=[
            MovementQuery,
            OpenApiParameter("cursor", str),
            OpenApiParameter("page_size", int),
        ],
        responses=paged_schema(StockMovementSerializer),
    )
    def get(self, request: Request) -> Response:
        """The ledger, newest first; its sum is the stock on hand."""
        query = MovementQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        cursor, page_size = page_params(request)
        page = inventory.list_movements(
            variant_id=query.validated_data.get("variant_id"), cursor=cursor, page_size=page_size
        )
        return page_response(request, page, lambda row: StockMovementSerializer(row).data)


class Alerts(APIView):
    """`inventory/alerts`."""

    permission_classes = [has_role(*STAFF)]

    @extend_schema(responses=paged_schema(StockAlertSerializer))
    def get(self, request: Request) -> Response:
        """The 100 variants of which there is least, where that is little."""
        low = inventory.list_low_stock(limit=100)
        variants = catalog.get_variants([one.variant_id for one in low])

        def row(one: Any) -> dict[str, Any]:
            variant = variants.get(one.variant_id)
            return {
                "variant_id": str(one.variant_id),
                "sku": variant.sku if variant else "",
                "name": variant.name if variant else "",
                "available": one.available,
                "threshold": one.threshold,
                "suggested_reorder": one.suggested_reorder,
            }

        return page_response(request, Page(low), row)
