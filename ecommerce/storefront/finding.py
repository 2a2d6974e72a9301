"""Which search led a visitor here, as the address of the page before says. No cookie remembers it."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse

from domains.catalog import services as catalog

_SEARCH = "/search"
_LONGEST = 2_000


def search_that_led_here(request: HttpRequest) -> str:
    """The words of the shop's search page that the visitor comes from; empty from anywhere else."""
    try:
        before = urlsplit(request.headers.get("Referer", "")[:_LONGEST])
    except ValueError:
        return ""
    if before.path != _SEARCH or before.netloc != request.get_host():
        return ""
    return parse_qs(before.query).get("q", [""])[0].replace("\x00", "").strip()[:200]


def counts_clicks(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """The product's page; where a search led to it, that counts as a click on a result."""

    @wraps(view)
    def counting(request: HttpRequest, /, slug: str) -> HttpResponse:
        response = view(request, slug)
        if (
            request.method == "GET"
            and response.status_code == 200
            and (text := search_that_led_here(request))
        ):
            catalog.record_search_click(text)
        return response

    return counting
