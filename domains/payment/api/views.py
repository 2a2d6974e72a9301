"""A payment belongs to its member; a guest's answers to whoever knows its id."""

import json
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import has_role, idempotency_key, parse, principal
from domains.kernel.ids import PaymentId, new_id
from domains.kernel.types import Answer, IdempotencyKey, Role
from domains.payment import services
from domains.payment.api.serializers import (
    ConfirmRequestSerializer,
    PaymentSerializer,
    RefundRequestSerializer,
    RefundSerializer,
)
from domains.payment.errors import GatewayUnknown, PaymentNotFound, WebhookUnknown
from domains.payment.types import Payment

STAFF = (Role.SUPPORT, Role.FINANCE)


def _visible(request: Request, payment_id: UUID) -> Payment:
    """The payment if it may be seen. Raises PaymentNotFound for somebody else's."""
    payment = services.get_payment(PaymentId(payment_id))
    who = principal(request)
    is_staff = who is not None and who.has_any(frozenset(STAFF))
    if not is_staff and payment.user_id != (who.user_id if who else None):
        raise PaymentNotFound
    return payment


class PaymentDetail(APIView):
    @extend_schema(operation_id="payments_get", responses=PaymentSerializer)
    def get(self, request: Request, payment_id: UUID) -> Response:
        return Response(PaymentSerializer(_visible(request, payment_id)).data)


class PaymentConfirm(APIView):
    @extend_schema(
        operation_id="payments_confirm", request=ConfirmRequestSerializer, responses=PaymentSerializer
    )
    def post(self, request: Request, payment_id: UUID) -> Response:
        _visible(request, payment_id)
        data = parse(ConfirmRequestSerializer, request)
        payment = services.confirm_payment(PaymentId(payment_id), data=data)
        return Response(PaymentSerializer(payment).data)


class PaymentRefund(APIView):
    permission_classes = [has_role(*STAFF)]

    @extend_schema(
        operation_id="payments_refund", request=RefundRequestSerializer, responses={201: RefundSerializer}
    )
    def post(self, request: Request) -> Response:
        given = parse(RefundRequestSerializer, request)
        key = idempotency_key(request, "refund")
        refund_id = new_id()
        if key is not None:
            claim = services.claim_request(key, resource_id=refund_id)
            if claim.answer is not None:
                return _replayed(claim.answer)
            refund_id = claim.resource_id
        refund = services.refund_payment(
            given["payment_id"],
            amount=given.get("amount"),
            reason=given["reason"],
            key=f"api-{refund_id}",
        )
        return _remembered(RefundSerializer(refund).data, key)


def _remembered(data: Any, key: IdempotencyKey | None) -> Response:
    if key is not None:
        services.remember_answer(key, answer=Answer(201, JSONRenderer().render(data).decode()))
    return Response(data, status=201)


def _replayed(answer: Answer) -> Response:
    return Response(json.loads(answer.body), status=answer.status, headers={"Idempotency-Replayed": "true"})


class Webhook(APIView):
    """Where gateways tell what happened; open to everybody, believed by nobody without a signature."""

    authentication_classes = []
    gateway = ""

    @extend_schema(operation_id="payments_webhook", request=OpenApiTypes.OBJECT, responses={204: None})
    def post(self, request: Request, gateway: str = "") -> Response:
        gateway = gateway or self.gateway
        try:
            header = services.get_webhook_header(gateway)
        except GatewayUnknown as unknown:
            raise WebhookUnknown from unknown
        services.handle_webhook(gateway, body=request.body, signature=request.headers.get(header, ""))
        return Response(status=204)


@extend_schema_view(post=extend_schema(operation_id="payments_webhook_stripe"))
class StripeWebhook(Webhook):
    """The same at the address that names no gateway."""

    gateway = "stripe"
