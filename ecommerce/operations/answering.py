"""Answers first: what nobody waits for, such as a mail's way to its worker, is done after the answer."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from domains.kernel import bus

# Whoever was answered may ask again on the same connection, and waits until we are through.
_PATIENCE_S = 3.0
log = structlog.get_logger("request")


class AnswerFirstMiddleware:
    """Settles what a request leaves when its answer is closed, which servers do once it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with bus.putting_off() as rest:
            response = self.get_response(request)
        if rest.is_any:
            close = response.close

            def settle_and_close() -> None:
                try:
                    rest.settle_within(_PATIENCE_S)
                except Exception:
                    # It is all written down, and delivered again by whoever finds it.
                    log.exception("what a request left was not settled")
                finally:
                    # Connections to the database are tidied then, and not used again.
                    close()

            response.close = settle_and_close  # type: ignore[method-assign]
        return response
