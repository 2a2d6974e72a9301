"""Which search led a visitor here, as addresses say. No cookie remembers it; no kept page is split by it.

The search page's address comes along with a visitor (`Referer`). The product's page hands its words on: to
the cart in a hidden field, and to itself where another variant is chosen.
"""

import re
from collections.abc import Callable
from functools import wraps
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import escape

from domains.catalog import services as catalog

_SEARCH = "/search"
_LONGEST = 2_000
_CARRIED = "found_by"
_FIELD = '<input type="hidden" name="found_by" value="{}">'
_TAKEN = "_carried_search"
_FILLED = re.compile(rb'(?<=name="found_by" value=")[^"]*(?=")')
_HANDED_ON = re.compile(rb'((?<==")\?variant=[^"#&]*)&amp;found_by=[^"#]*')
_CHOICE = re.compile(r'(?<==")\?variant=[^"#]*')


def follows_search(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """The product's page, which hands on the search that led to it; coming from its results is a click."""

    @wraps(view)
    def following(request: HttpRequest, /, slug: str) -> HttpResponse:
        before = _before(request)
        clicked = _words(before, "q") if before and before.path == _SEARCH else ""
        take_carried(request)
        # Only on the way from one variant to another: a link that somebody sent tells of no search.
        carried = getattr(request, _TAKEN, "") if before and before.path == request.path else ""
        response = view(request, slug)
        if (text := clicked or carried) and request.method == "GET" and response.status_code == 200:
            response.content = _handing_on(response.content.decode(), text)
            if clicked:
                catalog.record_search_click(clicked)
        return response

    return following


def without_search(page: bytes) -> bytes:
    """The page as it is for who comes from no search."""
    return _HANDED_ON.sub(rb"\1", _FILLED.sub(b"", page))


def _before(request: HttpRequest) -> SplitResult | None:
    """The address of the shop's own page that the visitor comes from."""
    try:
        before = urlsplit(request.headers.get("Referer", "")[:_LONGEST])
    except ValueError:
        return None
    return before if before.netloc == request.get_host() else None


def _words(address: SplitResult, name: str) -> str:
    return parse_qs(address.query).get(name, [""])[0].replace("\x00", "").strip()[:200]


def take_carried(request: HttpRequest) -> None:
    """The page is made, and looked for among those that are kept, as if no words had been handed on to it."""
    if _CARRIED in request.GET:
        setattr(request, _TAKEN, _words(urlsplit(request.get_full_path()), _CARRIED))
        asked = request.GET.copy()
        del asked[_CARRIED]
        request.META["QUERY_STRING"] = asked.urlencode()
        request.GET = QueryDict(request.META["QUERY_STRING"])


def _handing_on(page: str, text: str) -> str:
    page = page.replace(_FIELD.format(""), _FIELD.format(escape(text)))
    onward = f"&amp;{_CARRIED}={quote(text, safe='')}"
    return _CHOICE.sub(lambda link: link[0] + onward, page)
