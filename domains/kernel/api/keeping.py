"""Gives out kept answers before anything else is asked: to whoever sends neither a token nor a cookie."""

import json
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from domains.kernel import keeping

# What an answer tells of, as caches in front of the shop read it too.
TELLS_OF = "Surrogate-Key"
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
_PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")
_API = "/api/"
_LARGEST = 262_144


class KeptAnswersMiddleware:
    """Keeps what says what it tells of, and answers with it until that changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        # Whatever else is asked for, a file or whether we live, waits for no cache.
        ours = request.method == "GET" and request.path_info.startswith(_API)
        if not ours or any(meta.get(name) for name in _PERSONAL):
            return self.get_response(request)
        address = keeping.address_of(request, meta.get("HTTP_ACCEPT", ""))
        found = keeping.find_again(address)
        if found is not None and found.head is not None and found.body is not None:
            return _answer(request, found.head, found.body)
        response = self.get_response(request)
        if found is not None and found.wanted and _can_be_kept(response):
            keeping.keep(
                address,
                asked_at=found.asked_at,
                names=response[TELLS_OF].split(),
                head=_head(request, response),
                body=response.content,
            )
        return response


def _can_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and TELLS_OF in response
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
        and len(response.content) <= _LARGEST
    )


def _head(request: HttpRequest, response: HttpResponse) -> bytes:
    match = request.resolver_match
    return json.dumps([match.route if match else "", list(response.items())]).encode()


def _answer(request: HttpRequest, head: bytes, body: bytes) -> HttpResponseBase:
    route, headers = _read(head)
    # Whoever counts requests counts this one under its route.
    request.resolver_match = route
    response = HttpResponse(body)
    for name, value in headers:
        response.headers[name] = value
    if not any(name in request.META for name in _CONDITIONS):
        return response
    return get_conditional_response(request, etag=response.get("ETag"), response=response) or response


@lru_cache(maxsize=256)
def _read(head: bytes) -> tuple[Any, list[tuple[str, str]]]:
    """The route of a kept answer and its headers: an answer that is asked for often comes with the same."""
    route, headers = json.loads(head)
    return SimpleNamespace(route=route), [(name, value) for name, value in headers]
