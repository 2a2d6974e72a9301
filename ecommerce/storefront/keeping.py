"""Pages that are the same for every guest, kept until something they tell of changes.

What is a visitor's own is filled in each time: the token of the forms, the number at the cart, and what
they have seen lately.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from domains.kernel import keeping
from domains.kernel.api import TELLS_OF
from ecommerce.storefront import seen, session

# Whoever brings another cookie may see something else.
_HARMLESS = {
    session.THEME_COOKIE,
    session.CART_COOKIE,
    session.ORDERS_COOKIE,
    session.WISH_COOKIE,
    session.COMPARE_COOKIE,
    seen.COOKIE,
    "csrftoken",
}
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
    """The view's page, made once for all guests where the view says in `Surrogate-Key` what it tells of."""

    @wraps(view)
    def keeping_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _is_any_guest(request):
            response = view(request, *args, **kwargs)
            _take_names(response)
            return response
        address = keeping.address_of(request, session.theme_of(request))
        found = keeping.find(address)
        if found is not None and found.body is not None:
            return _filled(request, found.body)
        response = view(request, *args, **kwargs)
        names = _take_names(response)
        if found is not None and found.wanted and response.status_code == 200 and names:
            keeping.keep(
                address,
                asked_at=found.asked_at,
                names=names,
                head=b"",
                body=_emptied(response.content),
            )
        return response

    return keeping_view


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
    return body


def _filled(request: HttpRequest, body: bytes) -> HttpResponse:
    count = session.count_cart(request)
    body = body.replace(_TOKEN_HERE, get_token(request).encode())
    body = body.replace(_SEEN_HERE, seen.section(request).encode())
    return HttpResponse(body.replace(_COUNT_HERE, str(count).encode() if count else b""))
