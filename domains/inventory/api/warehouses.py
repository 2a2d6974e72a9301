"""Where goods are sent from."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.inventory import services as inventory
from domains.inventory.api.permissions import COUNTS, STAFF
from domains.inventory.api.serializers import WarehouseSerializer
from domains.kernel.api import has_role, page_response, paged_schema, parse
from domains.kernel.pagination import Page


class Warehouses(APIView):
    """`inventory/warehouses`."""

    def get_permissions(self) -> list[Any]:
        return [has_role(*(COUNTS if self.request.method == "POST" else STAFF))()]

    @extend_schema(responses=paged_schema(WarehouseSerializer))
    def get(self, request: Request) -> Response:
        """Every warehouse, in the order in which they are asked for goods."""
        page = Page(inventory.list_warehouses())
        return page_response(request, page, lambda row: WarehouseSerializer(row).data)

    @extend_schema(request=WarehouseSerializer, responses={201: WarehouseSerializer})
    def post(self, request: Request) -> Response:
        """A new warehouse, open and empty."""
        made = inventory.create_warehouse(**parse(WarehouseSerializer, request))
        return Response(WarehouseSerializer(made).data, status=201)
