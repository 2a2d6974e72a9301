"""Holding goods and letting them go."""

from datetime import timedelta

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.inventory import services as inventory
from domains.inventory.api.permissions import HOLDS
from domains.inventory.api.serializers import ReleaseInput, ReservationSerializer, ReserveInput
from domains.inventory.types import StockLine
from domains.kernel.api import has_role, parse
from domains.kernel.ids import ReservationId, VariantId


class Reserve(APIView):
    """`inventory/reserve`."""

    permission_classes = [has_role(*HOLDS)]

    @extend_schema(request=ReserveInput, responses={201: ReservationSerializer})
    def post(self, request: Request) -> Response:
        """All lines held, or none; the same reference again is the same reservation."""
        given = parse(ReserveInput, request)
        seconds = given.get("ttl_s")
        reservation = inventory.reserve_stock(
            given["reference_id"],
            lines=tuple(
                StockLine(VariantId(line["variant_id"]), line["quantity"]) for line in given["lines"]
            ),
            ttl=None if seconds is None else timedelta(seconds=seconds),
        )
        return Response(ReservationSerializer(reservation).data, status=201)


class Release(APIView):
    """`inventory/release`."""

    permission_classes = [has_role(*HOLDS)]

    @extend_schema(request=ReleaseInput, responses=ReservationSerializer)
    def post(self, request: Request) -> Response:
        """The reservation as it ended; releasing twice releases once."""
        given = parse(ReleaseInput, request)
        reservation = inventory.release_reservation(ReservationId(given["reservation_id"]))
        return Response(ReservationSerializer(reservation).data)
