"""Limits for the calls that somebody might hammer: those that declare a `throttle_scope`."""

from typing import TYPE_CHECKING, Any

from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

if TYPE_CHECKING:
    # rest_framework.views imports the throttles.
    from rest_framework.views import APIView


class ScopedThrottle(ScopedRateThrottle):
    """DRF's scoped limit; the request remembers it, so that a 429 can say how large it is."""

    num_requests: int

    def allow_request(self, request: Request, view: "APIView") -> bool:
        allowed = super().allow_request(request, view)
        if not allowed:
            django_request: Any = request
            django_request.throttle_limit = self.num_requests
        return allowed
