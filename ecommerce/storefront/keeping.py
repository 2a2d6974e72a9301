"""Pages that are the same for every guest, kept until something they tell of changes.

What is a visitor's own is filled in each time: the token of the forms, the number at the cart, what they
have seen lately, and the search that led them here.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, ResolverMatch, resolve

from domains.kernel import keeping
from domains.kernel.api import TELLS_OF
from ecommerce.storefront import finding, seen, session
from ecommerce.storefront.tokens import form_token

# Whoever brings another cookie may see something else.
_HARMLESS = {
    session.THEME_COOKIE,
    session.CURRENCY_COOKIE,
    session.CART_COOKIE,
    session.ORDERS_COOKIE,
    session.WISH_COOKIE,
    session.COMPARE_COOKIE,
    seen.COOKIE,
    "csrftoken",
}
_API = "/api/"
_KEPT = "_kept_page"
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w{64}(?=")')
_TOKEN_HERE = b"\x00token\x00"
_COUNT = re.compile(rb'(?<=id="cart-count">)\d*(?=</span>)')
_COUNT_HERE = b"\x00count\x00"
_SEEN = re.compile(rb"(?<=<!--seen-->).*?(?=<!--/seen-->)", re.DOTALL)
_SEEN_HERE = b"\x00seen\x00"

P = ParamSpec("P")


def kept_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view's page, made once for all guests where the view says in `Surrogate-Key` what it tells of.

    What stands around this runs for every visitor, the view for the first.
    """

    @wraps(view)
    def keeping_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        kept: bytes | None = getattr(request, _KEPT, None)
        return view(request, *args, **kwargs) if kept is None else _filled(request, kept)

    setattr(keeping_view, _KEPT, True)
    return keeping_view


class KeptPagesMiddleware:
    """Gives a guest the kept page before sessions, accounts and policies are looked at: it needs none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._tokens = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _kept_view_at(request.path_info)
        if match is None:
            return self.get_response(request)
        if not _is_any_guest(request):
            response = self.get_response(request)
            _take_names(response)
            return response
        finding.take_carried(request)
        manner = f"{session.theme_of(request)} {session.currency_of(request)}"
        address = keeping.address_of(request, manner)
        found = keeping.find_again(address)
        if found is not None and found.head is not None and found.body is not None:
            return self._kept(request, match, found.head, found.body)
        response = self.get_response(request)
        names = _take_names(response)
        if found is not None and found.wanted and names and _is_for_all(response):
            keeping.keep(
                address,
                asked_at=found.asked_at,
                names=names,
                head=_head(response),
                body=_emptied(response.content),
            )
        return response

    def _kept(self, request: HttpRequest, match: ResolverMatch, head: bytes, body: bytes) -> HttpResponse:
        request.resolver_match = match
        request.user = AnonymousUser()
        setattr(request, _KEPT, body)
        self._tokens.process_request(request)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        for name, value in json.loads(head):
            response.headers.setdefault(name, value)
        response.headers["Content-Length"] = str(len(response.content))
        self._tokens.process_response(request, response)
        return response


@lru_cache(maxsize=1024)
def _kept_view_at(path: str) -> ResolverMatch | None:
    """The view whose pages are kept, where one is at this path."""
    if path.startswith(_API):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if hasattr(match.func, _KEPT) else None


def _is_for_all(response: HttpResponse) -> bool:
    # A number that is used once belongs to one answer.
    return response.status_code == 200 and "'nonce-" not in response.get("Content-Security-Policy", "")


def _head(response: HttpResponse) -> bytes:
    return json.dumps([pair for pair in response.items() if pair[0] != "Content-Length"]).encode()


def _take_names(response: HttpResponse) -> list[str]:
    """What the page tells of, off its head: with a visitor's token in it, it is for no other cache."""
    names = response.get(TELLS_OF, "").split()
    del response[TELLS_OF]
    return names


def _is_any_guest(request: HttpRequest) -> bool:
    whole = request.method == "GET" and "HX-Request" not in request.headers
    return whole and request.COOKIES.keys() <= _HARMLESS


def _emptied(body: bytes) -> bytes:
    """The page without what is its visitor's own."""
    for own, here in ((_TOKEN, _TOKEN_HERE), (_COUNT, _COUNT_HERE), (_SEEN, _SEEN_HERE)):
        body = own.sub(here, body)
    return finding.without_search(body)


def _filled(request: HttpRequest, body: bytes) -> HttpResponse:
    count = session.count_cart(request)
    body = body.replace(_TOKEN_HERE, form_token(request).encode())
    body = body.replace(_SEEN_HERE, seen.section(request).encode())
    return HttpResponse(body.replace(_COUNT_HERE, str(count).encode() if count else b""))
