"""Every refusal on an API path is RFC 9457 problem+json with a stable code."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from rest_framework import exceptions
from rest_framework.response import Response

from domains.kernel import context
from domains.kernel.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotFound,
    NotPermitted,
    Unavailable,
)

CONTENT_TYPE = "application/problem+json"
# What a database raises that is away, restarts or takes too long: whoever asks again is served.
AWAY = (OperationalError, InterfaceError)
log = structlog.get_logger(__name__)

_STATUS_OF_KIND: Mapping[type[DomainError], int] = {
    NotFound: 404,
    InvalidInput: 422,
    Conflict: 409,
    NotPermitted: 403,
    Unavailable: 503,
}
_STATUS_OF_CODE: Mapping[str, int] = {
    "invalid_credentials": 401,
    "mfa_required": 401,
    "token_invalid": 401,
    "token_reused": 401,
    "locked_out": 429,
    "payment_declined": 402,
    "invalid_cursor": 400,
    "invalid_filter": 400,
    "invalid_quantity": 400,
    "signature_invalid": 400,
}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    instance: str = "",
    errors: list[dict[str, str]] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of a problem; `facts` become members of their own."""
    body: dict[str, Any] = {
        "type": f"urn:septet:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        "code": code,
        "correlation_id": context.current().correlation_id,
    }
    if errors:
        body["errors"] = errors
    for name, value in (facts or {}).items():
        body.setdefault(name, msgspec.to_builtins(value, str_keys=True))
    return body


def problem_response(failure: Exception, situation: dict[str, Any]) -> Response | HttpResponse | None:
    """DRF's exception handler: the problem that tells of this failure; None for a bug."""
    request = situation["request"]
    if isinstance(failure, DomainError):
        return _refusal(failure, request)
    if isinstance(failure, Http404):
        failure = exceptions.NotFound()
    elif isinstance(failure, PermissionDenied):
        failure = exceptions.PermissionDenied()
    if isinstance(failure, AWAY):
        log.error("the database did not answer", path=request.path, exc_info=failure)
        return _away(request)
    if not isinstance(failure, exceptions.APIException):
        return None
    return _http_failure(failure, request)


def _refusal(refused: DomainError, request: Any) -> Response | HttpResponse:
    if refused.code == "product_moved":
        return HttpResponsePermanentRedirect(f"/api/v1/products/{refused.facts['slug']}")
    kind = next(kind for kind in _STATUS_OF_KIND if isinstance(refused, kind))
    status = _STATUS_OF_CODE.get(refused.code, _STATUS_OF_KIND[kind])
    facts = dict(refused.facts)
    field = facts.pop("field", None)
    errors = [{"field": str(field), "code": refused.code, "message": refused.detail}] if field else None
    body = problem(status, refused.code, refused.detail, instance=request.path, errors=errors, facts=facts)
    response = Response(body, status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    if "retry_after_s" in facts:
        response["Retry-After"] = str(int(facts["retry_after_s"]))
    elif status == 503:
        response["Retry-After"] = "2"
    return response


def _http_failure(failure: exceptions.APIException, request: Any) -> Response:
    status = failure.status_code
    if isinstance(failure, exceptions.ValidationError):
        errors = list(_field_errors(failure.detail))
        body = problem(
            status,
            "invalid_input",
            "Something in the request is not valid. See `errors`.",
            instance=request.path,
            errors=errors,
        )
    else:
        code = str(getattr(failure.detail, "code", failure.default_code))
        body = problem(status, code, str(failure.detail), instance=request.path)
    response = Response(body, status=status, content_type=CONTENT_TYPE)
    if header := getattr(failure, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(failure, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
        response["RateLimit-Remaining"] = "0"
        response["RateLimit-Reset"] = str(int(wait) + 1)
        if limit := getattr(request, "throttle_limit", None):
            response["RateLimit-Limit"] = str(limit)
    return response


def _field_errors(detail: Any, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, Mapping):
        return [
            error
            for name, inner in detail.items()
            for error in _field_errors(inner, f"{field}.{name}".strip("."))
        ]
    if isinstance(detail, list):
        nested = any(isinstance(inner, Mapping | list) for inner in detail)
        return [
            error
            for index, inner in enumerate(detail)
            for error in _field_errors(inner, f"{field}.{index}".strip(".") if nested else field)
        ]
    name = "" if field == "non_field_errors" else field.removesuffix(".non_field_errors")
    return [{"field": name, "code": str(getattr(detail, "code", "invalid")), "message": str(detail)}]


def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """The answer for an API address that does not exist."""
    detail = "There is nothing at this address. The API is described at /api/v1/docs/."
    return _plain(problem(404, "not_found", detail, instance=request.path))


def unavailable(request: HttpRequest) -> HttpResponse:
    """The answer while what we need is away."""
    return _plain(_away(request).data)


def _away(request: Any) -> Response:
    detail = "A part of the shop is not answering. Nothing is lost: please try again in a moment."
    body = problem(503, "temporarily_unavailable", detail, instance=request.path)
    return Response(body, status=503, content_type=CONTENT_TYPE, headers={"Retry-After": "2"})


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer when we failed: nothing of the cause leaves the house."""
    detail = "Something broke on our side. It has been recorded under this correlation id."
    return _plain(problem(500, "internal_error", detail, instance=request.path))


def _plain(body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), status=body["status"], content_type=CONTENT_TYPE)
