"""Lets go of what an answer was made of, all of which holds on to each other."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse


class ReleasingMiddleware:
    """Ends the circle of a view, its request and its answer, which no longer need each other.

    Every row of a list would stay until the collector looks for such circles, and the next be made in
    memory that no cache has seen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        context: dict[str, Any] | None = getattr(response, "renderer_context", None)
        if context:
            for holder in (context["request"].parser_context, vars(context["view"]), context):
                holder.clear()
        return response
