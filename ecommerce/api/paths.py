"""API addresses need no trailing slash and tolerate one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SlashTolerantMiddleware:
    """`/api/v1/cart/` is `/api/v1/cart`; no redirect, so that a POST keeps its body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/") and request.path_info.endswith("/"):
            request.path_info = request.path_info.rstrip("/")
        return self.get_response(request)
