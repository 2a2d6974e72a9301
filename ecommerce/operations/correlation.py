"""Every request has a correlation id: taken if well-formed, else made; echoed, logged, carried on."""

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from domains.kernel import context
from domains.kernel.ids import new_id

HEADER, _GIVEN = "X-Correlation-ID", "HTTP_X_CORRELATION_ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
log = structlog.get_logger("request")


class CorrelationMiddleware:
    """Binds the context of the request and writes one log line for each that was slow or failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get(_GIVEN, "")
        correlation_id = given if _WELL_FORMED.match(given) else str(new_id())
        began = time.perf_counter()
        with context.bound(correlation_id=correlation_id, actor="guest"):
            response = self.get_response(request)
            took_ms = round((time.perf_counter() - began) * 1000, 1)
            if response.status_code >= 500 or took_ms > 1000:
                log.warning(
                    "slow or failed request",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    took_ms=took_ms,
                )
        response[HEADER] = correlation_id
        return response
