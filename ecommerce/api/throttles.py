"""Limits for the calls that somebody might hammer: those that declare a `throttle_scope`."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle, SimpleRateThrottle

if TYPE_CHECKING:
    # rest_framework.views imports the throttles.
    from rest_framework.views import APIView


class _CountsNetworks(SimpleRateThrottle):
    """Counts where a call comes from, whoever is signed in: nobody hammers more by opening accounts."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class ScopedThrottle(_CountsNetworks, ScopedRateThrottle):
    """DRF's scoped limit; the request remembers it, so that a 429 can say how large it is."""

    num_requests: int

    def allow_request(self, request: Request, view: "APIView") -> bool:
        allowed = super().allow_request(request, view)
        if not allowed:
            django_request: Any = request
            django_request.throttle_limit = self.num_requests
        return allowed


def allows(request: HttpRequest, scope: str) -> bool:
    """Whether a page may do this once more for whoever asks; it counts with the API's calls of the scope."""
    throttle: Any = _PageThrottle(scope)
    return bool(throttle.allow_request(request, None))


class _PageThrottle(_CountsNetworks):
    """The same limit, the same counter, for a view that is not DRF's."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()
