"""Comparing up to four products, and what was looked at lately."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from domains.catalog import services as catalog
from domains.catalog.types import ComparedProduct, ProductCard
from domains.kernel.ids import ProductId
from ecommerce.storefront import comparison, seen, session
from ecommerce.storefront.comparison import MOST

_OFFERED = 6


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """The products in `?ids=`; a POST adds one to them or takes one out."""
    if request.method == "POST":
        return _change(request)
    ids, left_out = comparison.asked_for(request)
    if not ids and not left_out and (known := comparison.last(request)):
        return redirect(comparison.address(known))
    products = catalog.get_compared(ids, currency=session.other_currency(request))
    rows = comparison.rows(products)
    differences = request.GET.get("only") == "differences" and len(products) > 1
    context = {
        "products": products,
        "rows": [row for row in rows if row.differs] if differences else rows,
        "differences": differences,
        "address": comparison.address(one.card.id for one in products),
        "left_out": left_out or len(products) < len(ids),
        "offered": _offered(request, products),
        "most": MOST,
    }
    return render(request, "storefront/catalog/compare.html", context)


@require_POST
def forget_seen(request: HttpRequest) -> HttpResponse:
    """Nothing was looked at; the page that it was shown on again."""
    response = redirect(session.safe_path(request, request.POST.get("next", ""), "/"))
    seen.forget(response)
    messages.success(request, "Forgotten.")
    return response


def _change(request: HttpRequest) -> HttpResponse:
    asked, _ = comparison.asked_for(request)
    ids = asked or comparison.last(request)
    added = comparison.parse_id(request.POST.get("add", ""))
    removed = comparison.parse_id(request.POST.get("remove", ""))
    if added and added not in ids:
        if len(ids) >= MOST:
            return _no_room(request, ids, added)
        ids = [*ids, added]
    ids = [one for one in ids if one != removed]
    response = redirect(comparison.address(ids))
    comparison.keep(response, ids)
    return response


def _no_room(request: HttpRequest, ids: list[ProductId], added: ProductId) -> HttpResponse:
    found = catalog.get_products([added]).get(added)
    name = found.name if found else "the other one"
    messages.warning(request, f"{MOST} products fit side by side. Take one out, then add {name} again.")
    return redirect(comparison.address(ids))


def _offered(request: HttpRequest, products: tuple[ComparedProduct, ...]) -> list[ProductCard]:
    """What may be added: seen lately first, then what is like the first product."""
    if len(products) >= MOST:
        return []
    first, currency = [one.card.id for one in products[:1]], session.other_currency(request)
    similar = catalog.list_around(first, together=0, similar=_OFFERED + MOST, currency=currency)
    found = {card.id: card for card in (*seen.cards(request), *(one.card for one in similar))}
    for one in products:
        found.pop(one.card.id, None)
    return [*found.values()][:_OFFERED]
