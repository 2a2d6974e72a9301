"""Choosing the currency that prices are shown and paid in."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from domains.kernel.money import currency_name
from ecommerce.storefront import currency, session

_NAMED = 3


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Prices are in this currency, remembered for a year and for members; the cart follows."""
    chosen = request.POST.get("currency", "").strip().upper()
    back = redirect(_first_page(session.safe_path(request, request.POST.get("next", ""), "/")))
    if chosen not in settings.CURRENCIES:
        every = " or ".join(map(currency_name, settings.CURRENCIES))
        messages.error(request, f"Choose {every}: the shop sells in nothing else.")
        return back
    cart = currency.choose(request, back, chosen)
    if cart is None or not cart.lines:
        messages.success(request, f"Prices are in {currency_name(chosen)} now.")
    elif unpriced := [line.name for line in cart.lines if not line.priced]:
        messages.warning(
            request,
            f"Prices are in {currency_name(chosen)} now, and so is your cart. Not sold in it: "
            f"{_some_of(unpriced)}. It stays in your cart and cannot be ordered in this currency.",
        )
    else:
        messages.success(request, f"Prices are in {currency_name(chosen)} now, and so is your cart.")
    return back


def _some_of(names: Sequence[str]) -> str:
    """The first names: a cookie carries what is said here, and the cart names every one."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _first_page(path: str) -> str:
    """The address without the place in a list, which may be another one at other prices."""
    parts = urlsplit(path)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "cursor"]
    return urlunsplit(parts._replace(query=urlencode(kept)))
