"""How a checkout is answered: 201, 202 or a refusal; the first time and ever again with its key."""

from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import represent
from domains.kernel.errors import DomainError
from domains.kernel.types import Answer, IdempotencyKey
from domains.order import services
from domains.order.api.serializers import OrderSerializer
from domains.order.errors import CheckoutFailed, OutOfStock, PaymentDeclined
from domains.order.types import Checkout, Order, SagaState

CAME_TO_NOTHING = (SagaState.REJECTED, SagaState.COMPENSATING, SagaState.CANCELLED, SagaState.NEEDS_OPERATOR)


class PrivateView(APIView):
    """Nothing here may be kept by a cache."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "private, no-store"
        return final


class CheckoutView(PrivateView):
    """A view that places orders."""

    def answer(self, checkout: Checkout, key: IdempotencyKey | None) -> Response | HttpResponse:
        """The answer to this checkout, kept under its key."""
        if checkout.answer is not None:
            return replayed(checkout.answer)
        response = self._response(checkout.order)
        if key is not None:
            body = JSONRenderer().render(response.data).decode()
            services.remember_answer(key, answer=Answer(response.status_code, body))
        if checkout.replayed:
            response["Idempotency-Replayed"] = "true"
        return response

    def _response(self, order: Order) -> Response:
        if order.saga in CAME_TO_NOTHING:
            refusal: Response = self.handle_exception(refusal_of(order))
            return refusal
        body = represent(OrderSerializer, order)
        return Response(body, status=201 if order.saga is SagaState.CONFIRMED else 202)


def refusal_of(order: Order) -> DomainError:
    """Why the checkout came to nothing."""
    token = services.get_tracking_token(order.id)
    facts = {
        "order_id": order.id,
        "number": order.number,
        "tracking_token": token,
        **order.failure_facts,
    }
    kinds = {PaymentDeclined.code: PaymentDeclined, OutOfStock.code: OutOfStock}
    if order.failure_code in kinds:
        return kinds[order.failure_code](order.failure_detail, **facts)
    return CheckoutFailed(order.failure_detail, reason=order.failure_code, **facts)


def replayed(answer: Answer) -> HttpResponse:
    """The first answer, word for word."""
    kind = "application/json" if answer.status < 400 else "application/problem+json"
    headers = {"Idempotency-Replayed": "true"}
    return HttpResponse(answer.body, status=answer.status, content_type=kind, headers=headers)
