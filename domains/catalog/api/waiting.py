"""Being told when a variant is back, for shops in front of the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.catalog import services as catalog
from domains.kernel.api import IdField, parse, principal


class StockRequestInput(serializers.Serializer[Any]):
    variant_id = IdField()
    email = serializers.EmailField(max_length=254)


class StockRequestSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(["waiting"])


class StockRequests(APIView):
    """`catalog/stock-requests`."""

    throttle_scope = "stock-requests"

    @extend_schema(
        operation_id="stock_requests_create",
        request=StockRequestInput,
        responses={202: StockRequestSerializer},
    )
    def post(self, request: Request) -> Response:
        """The address is written to once, when the variant is back; 409 `back_in_stock` where it is."""
        given = parse(StockRequestInput, request)
        user = principal(request)
        catalog.request_stock(
            given["variant_id"], email=given["email"], user_id=user.user_id if user else None
        )
        return Response({"status": "waiting"}, status=202, headers={"Cache-Control": "private, no-store"})
