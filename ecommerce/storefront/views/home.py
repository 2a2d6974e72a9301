"""The front page, and the plain pages around the shop."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from domains.catalog import services as catalog
from domains.catalog.types import Category, Ordering, ProductCard, ProductFilters, Recommendation
from domains.kernel.api import TELLS_OF
from ecommerce.demo import load_home
from ecommerce.demo.shop import DemoEditorial
from ecommerce.storefront import session
from ecommerce.storefront.keeping import kept_page

_NEW, _SELLING = 8, 4
_YEAR_S = 365 * 24 * 3600


@require_safe
@kept_page
def home(request: HttpRequest) -> HttpResponse:
    """What is new, what sells, and the way to everything else."""
    copy = load_home()
    tree = catalog.get_category_tree()
    currency = session.other_currency(request)
    in_stock = ProductFilters(in_stock=True, currency=currency)
    newest = catalog.list_products(in_stock, page_size=_NEW).results
    most = _NEW + 2 * _SELLING
    selling = catalog.list_products(in_stock, ordering=Ordering.BESTSELLING, page_size=most)
    chosen = _chosen(request)
    trending = () if chosen else catalog.list_trending(limit=most, currency=currency)
    popular = _others((one.card for one in trending), newest)
    context = {
        "copy": copy,
        "newest": newest,
        "chosen": chosen,
        "popular": popular[:_SELLING],
        "bestselling": _others(selling, [*newest, *popular[:_SELLING]])[:_SELLING],
        "stories": [
            (story, category)
            for story in copy.editorials
            if (category := _category_of(story, tree)) is not None
        ],
    }
    response = render(request, "storefront/home.html", context)
    response[TELLS_OF] = " ".join(catalog.get_surrogate_keys())
    return response


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who we are."""
    return render(request, "storefront/pages/about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Delivery, returns, payment, repairs."""
    return render(request, "storefront/pages/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for how long, and why."""
    return render(request, "storefront/pages/privacy.html")


@require_POST
def change_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system has it; remembered for a year."""
    chosen = request.POST.get("theme", "")
    response = redirect(session.safe_path(request, request.POST.get("next", ""), "/"))
    if chosen in session.THEMES:
        response.set_cookie(
            session.THEME_COOKIE, chosen, _YEAR_S, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _chosen(request: HttpRequest) -> tuple[Recommendation, ...]:
    """What a member may want; nothing for guests, who all see the same page."""
    member = session.user_id_of(request)
    if member is None:
        return ()
    return catalog.list_for_user(member, limit=_SELLING, currency=session.other_currency(request))


def _others(cards: Iterable[ProductCard], shown: Iterable[ProductCard]) -> list[ProductCard]:
    """Those of the cards that are not shown yet."""
    known = {card.id for card in shown}
    return [card for card in cards if card.id not in known]


def _category_of(story: DemoEditorial, tree: tuple[Category, ...]) -> Category | None:
    """The story's category where this shop has it and sells something in it."""
    return next((one for one in tree if one.slug == story.category and one.product_count), None)
