"""What a visitor looked at lately: a dozen products at most, in a cookie of theirs and nowhere else.

It is filled into pages that are kept for all guests, so it is rendered by itself.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from domains.catalog import services as catalog
from domains.catalog.types import ProductCard
from ecommerce.storefront import session

COOKIE = "seen"
_MOST, _SHOWN = 12, 6
_MONTH_S = 30 * 24 * 3600
_DRAWN_S = 60
# A browser takes four thousand bytes of a cookie; slugs can be long.
_LONGEST = 2_000


def remembered(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """The product's page, after which the browser knows that it was looked at."""

    @wraps(view)
    def remembering(request: HttpRequest, /, slug: str) -> HttpResponse:
        response = view(request, slug)
        before = slugs(request)
        if response.status_code == 200 and before[:1] != [slug]:
            _keep(response, [slug, *(one for one in before if one != slug)][:_MOST])
            # Robots bring no cookie, and whoever looks again has counted before.
            if before and slug not in before:
                catalog.record_view(slug)
        return response

    return remembering


def slugs(request: HttpRequest) -> list[str]:
    """The addresses of what was looked at, newest first; none where the cookie was tampered with."""
    given = request.COOKIES.get(COOKIE, "")
    try:
        known = signing.loads(given, salt=COOKIE, max_age=_MONTH_S) if given else []
    except signing.BadSignature:
        return []
    return [str(one) for one in known]


def cards(request: HttpRequest) -> tuple[ProductCard, ...]:
    """What was looked at and is in the shop, newest first: one query, none for who has seen nothing."""
    wanted = slugs(request)
    if not wanted:
        return ()
    return tuple(catalog.get_products_by_slug(wanted, currency=session.other_currency(request)).values())


def section(request: HttpRequest) -> str:
    """The part of a page that shows it, without the product that the page is about."""
    match = request.resolver_match
    here = match.kwargs.get("slug", "") if match else ""
    wanted = [] if "HX-Request" in request.headers else [one for one in slugs(request) if one != here]
    currency = session.currency_of(request)
    found = [one for one in _drawn(wanted, currency) if one][:_SHOWN] if wanted else []
    return render_to_string("storefront/parts/seen.html", {"drawn": found}) if found else ""


def _drawn(wanted: list[str], currency: str) -> list[str]:
    """Each product as a little card, empty where it is not in the shop; at most a minute old."""
    keys = {slug: f"seen-card:{currency}:{hashlib.sha256(slug.encode()).hexdigest()}" for slug in wanted}
    known: dict[str, str] = cache.get_many(keys.values())
    missing = [slug for slug, key in keys.items() if key not in known]
    if missing:
        found = catalog.get_products_by_slug(missing, currency=currency)
        fresh = {keys[slug]: _card(found[slug], currency) if slug in found else "" for slug in missing}
        cache.set_many(fresh, _DRAWN_S)
        known |= fresh
    return [known[key] for key in keys.values()]


def _card(card: ProductCard, currency: str) -> str:
    return render_to_string("storefront/parts/mini_card.html", {"card": card, "currency": currency})


def forget(response: HttpResponse) -> None:
    """Nothing was looked at."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _keep(response: HttpResponse, known: list[str]) -> None:
    value = signing.dumps(known, salt=COOKIE)
    while len(value) > _LONGEST and len(known) > 1:
        known = known[:-1]
        value = signing.dumps(known, salt=COOKIE)
    response.set_cookie(
        COOKIE, value, _MONTH_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
