"""What the storefront remembers of a visitor: the cart's token, the orders placed here, the theme.

All of it stands in cookies, signed where it opens something, so that a page needs no session row.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from domains.cart import services as carts
from domains.cart.types import Cart
from domains.kernel import context
from domains.kernel.ids import OrderId, ProductId, UserId
from domains.order.types import Order

CART_COOKIE = "cart"
ORDERS_COOKIE = "orders"
THEME_COOKIE = "theme"
CURRENCY_COOKIE = "currency"
WISH_COOKIE = "wish"
COMPARE_COOKIE = "compare"
THEMES = ("system", "light", "dark")
_MONTH_S = 30 * 24 * 3600
_HOUR_S = 3600
_YEAR_S = 365 * 24 * 3600
_ORDERS_KEPT = 12

P = ParamSpec("P")


def user_id_of(request: HttpRequest) -> UserId | None:
    """Whoever is signed in; None for a guest."""
    return UserId(request.user.pk) if request.user.is_authenticated else None


def member_page(
    view: Callable[Concatenate[HttpRequest, UserId, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page of somebody's own: others are asked to sign in. Nothing of it is kept by caches."""

    @wraps(view)
    def for_members(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = user_id_of(request)
        if member is None:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        with context.bound(actor=f"user:{member}"):
            response = view(request, member, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return for_members


# --- The cart ------------------------------------------------------------------------------


def cart_token(request: HttpRequest) -> str:
    """The token of the guest's cart; empty where there is none or the cookie was tampered with."""
    if CART_COOKIE not in request.COOKIES:
        return ""
    return str(request.get_signed_cookie(CART_COOKIE, default="", salt=CART_COOKIE) or "")


def find_cart(request: HttpRequest) -> Cart | None:
    """The visitor's open cart. Asks nothing of the database for a guest without a cookie."""
    if (member := user_id_of(request)) is not None:
        return carts.find_cart(user_id=member)
    token = cart_token(request)
    return carts.find_cart(token=token) if token else None


def owns_cart(request: HttpRequest, cart: Cart) -> bool:
    """Whether this cart, open or ordered, is the visitor's."""
    member = user_id_of(request)
    if member is not None and cart.user_id == member:
        return True
    return cart.user_id is None and bool(cart.token) and cart.token == cart_token(request)


def count_cart(request: HttpRequest) -> int:
    """How many pieces lie in the visitor's cart: at most one query, none for a new visitor."""
    if (member := user_id_of(request)) is not None:
        return carts.count_items(user_id=member)
    token = cart_token(request)
    return carts.count_items(token=token) if token else 0


def keep_cart(response: HttpResponse, cart: Cart) -> None:
    """A guest's browser remembers the cart; a member's is found by the account."""
    if cart.user_id is None:
        set_signed(response, CART_COOKIE, cart.token)


def forget_cart(response: HttpResponse) -> None:
    """The browser's cart was ordered or merged."""
    response.delete_cookie(CART_COOKIE, samesite="Lax")


# --- Orders placed in this browser ---------------------------------------------------------


def keep_order(request: HttpRequest, response: HttpResponse, order_id: OrderId) -> None:
    """This browser placed the order and may see it."""
    known = [one for one in _placed(request) if one != order_id]
    kept = [order_id, *known][:_ORDERS_KEPT]
    set_signed(response, ORDERS_COOKIE, ".".join(one.hex for one in kept))


def may_see(request: HttpRequest, order: Order) -> bool:
    """Whether the order was placed in this browser or by whoever is signed in."""
    if order.id in _placed(request):
        return True
    return order.user_id is not None and order.user_id == user_id_of(request)


def _placed(request: HttpRequest) -> list[UUID]:
    value = request.get_signed_cookie(ORDERS_COOKIE, default="", salt=ORDERS_COOKIE) or ""
    placed: list[UUID] = []
    for part in value.split("."):
        with suppress(ValueError):
            placed.append(UUID(part))
    return placed


# --- A wish that waits for its owner to sign in ----------------------------------------------


def keep_wish(response: HttpResponse, product_id: UUID) -> None:
    """The browser remembers what a guest would like to have for an hour."""
    set_signed(response, WISH_COOKIE, product_id.hex, _HOUR_S)


def kept_wish(request: HttpRequest) -> ProductId | None:
    """What this visitor wished for before they signed in."""
    value = request.get_signed_cookie(WISH_COOKIE, default="", salt=WISH_COOKIE, max_age=_HOUR_S)
    return ProductId(UUID(value)) if value else None


def forget_wish(response: HttpResponse) -> None:
    """The wish is on its owner's list."""
    response.delete_cookie(WISH_COOKIE, samesite="Lax")


# --- In which currency ---------------------------------------------------------------------


def chosen_currency(request: HttpRequest) -> str:
    """What was chosen in this browser; empty where nothing was, or what the shop sells in no more."""
    chosen = request.COOKIES.get(CURRENCY_COOKIE, "")
    return chosen if chosen in settings.CURRENCIES else ""


def currency_of(request: HttpRequest) -> str:
    """In which the visitor is shown prices: what they chose, else the shop's own."""
    return chosen_currency(request) or str(settings.DEFAULT_CURRENCY)


def other_currency(request: HttpRequest) -> str:
    """The same, but empty for the shop's own: what lists are asked in."""
    chosen = chosen_currency(request)
    return "" if chosen == settings.DEFAULT_CURRENCY else chosen


def keep_currency(response: HttpResponse, currency: str) -> None:
    """The browser remembers the choice for a year."""
    response.set_cookie(
        CURRENCY_COOKIE, currency, _YEAR_S, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


# --- Looks and ways back -------------------------------------------------------------------


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or `system` where nothing else was chosen."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def safe_path(request: HttpRequest, wanted: str, fallback: str) -> str:
    """`wanted` where it is the path of an address of this shop, else the fallback."""
    hosts = {request.get_host()}
    fits = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    # What is no path would be taken for the name of a view.
    return wanted if fits and wanted.startswith("/") else fallback


def set_signed(response: HttpResponse, name: str, value: str, max_age_s: int = _MONTH_S) -> None:
    """A value that the browser keeps and cannot change."""
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        max_age=max_age_s,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
