"""Which kind of answer a caller wants: whoever does not say gets the first, without a long look."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class ShortNegotiation(DefaultContentNegotiation):
    """REST framework's own, but for requests that leave it to us."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The renderer and its media type. Raises NotAcceptable."""
        left_to_us = request.META.get("HTTP_ACCEPT", "*/*") == "*/*"
        if left_to_us and not format_suffix and self.settings.URL_FORMAT_OVERRIDE not in request.GET:
            first = next(iter(renderers))
            return first, str(first.media_type)
        chosen: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen
