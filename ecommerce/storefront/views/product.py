"""One product: its variants, pictures and reviews."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.html import strip_tags
from django.views.decorators.http import require_http_methods, require_safe

from domains.catalog import services as catalog
from domains.catalog.errors import AlreadyReviewed, InvalidReview, ProductMoved
from domains.catalog.types import Product, ProductCard, RecommendationKind, ReviewStatus, Variant
from domains.kernel.api import TELLS_OF
from domains.kernel.ids import UserId
from domains.kernel.money import Money
from domains.user import services as users
from ecommerce.storefront import finding, linked_data, seen, session
from ecommerce.storefront.choice import chosen_variant, options_of, pictures_of
from ecommerce.storefront.forms.account import ReviewForm
from ecommerce.storefront.keeping import kept_page
from ecommerce.storefront.session import member_page
from ecommerce.storefront.views.reviews import reviews_of

_FEW = 5
_THANKS = {
    ReviewStatus.PUBLISHED: "Thank you. Your review is on the page now.",
    ReviewStatus.PENDING: "Thank you. Somebody reads your review before it is on the page.",
}


@require_safe
@finding.follows_search
@seen.remembered
@kept_page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """The product as asked for by `?variant=<sku>`; a former address answers 301. Raises ProductNotFound."""
    try:
        shown = catalog.get_product(slug)
    except ProductMoved as moved:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(f"/products/{moved.facts['slug']}{asked}")
    response = render(request, "storefront/catalog/product.html", _context(request, shown, ReviewForm()))
    # The cards of other products may be a minute old.
    response[TELLS_OF] = " ".join(catalog.get_surrogate_keys(shown.id))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """A member's opinion. Raises ProductNotFound.

    A refusal is a page at this address: what is chosen on it leads on to the product's own.
    """
    if request.method == "POST":
        return _write_review(request, slug)
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"/products/{slug}{asked}")


@member_page
def _write_review(request: HttpRequest, member: UserId, slug: str) -> HttpResponse:
    shown = catalog.get_product(slug)
    form = ReviewForm(request.POST)
    if form.is_valid():
        profile = users.get_profile(member)
        try:
            written = catalog.add_review(
                shown.id, user_id=member, author=profile.first_name or "A customer", **form.cleaned_data
            )
        except (AlreadyReviewed, InvalidReview) as refused:
            form.add_error(None, refused.detail)
        else:
            messages.success(request, _THANKS[written.status])
            return redirect(f"/products/{slug}#reviews")
    return render(request, "storefront/catalog/product.html", _context(request, shown, form), status=422)


def _context(request: HttpRequest, shown: Product, form: ReviewForm) -> dict[str, Any]:
    currency = session.currency_of(request)
    chosen = chosen_variant(shown, request.GET.get("variant", ""), currency)
    priced = chosen.in_currency(currency) if chosen else None
    variant = priced or chosen
    pictures = pictures_of(shown, variant)
    return {
        "product": shown,
        "variant": variant,
        "priced": priced is not None,
        "payable": _payable(chosen) if chosen and not priced else (),
        "options": options_of(shown, variant, currency) if variant else (),
        "attributes": catalog.list_attributes(shown),
        "pictures": pictures,
        "most": min(variant.available, 99) if variant else 0,
        "few": bool(variant and 0 < variant.available <= _FEW),
        **reviews_of(request, shown),
        **_around(shown, session.other_currency(request)),
        "review_form": form,
        "description": shown.seo_description or " ".join(strip_tags(shown.description).split())[:155],
        "data": linked_data.of_product(shown, variant),
        "trail": linked_data.of_trail(
            shown.category.breadcrumb if shown.category else (), (f"/products/{shown.slug}", shown.name)
        ),
    }


def _payable(variant: Variant) -> tuple[Money, ...]:
    """What it costs in each currency that the shop sells it in."""
    prices = (variant.in_currency(one) for one in settings.CURRENCIES)
    return tuple(one.sale_price or one.price for one in prices if one)


def _around(shown: Product, currency: str) -> dict[str, list[ProductCard]]:
    """The cards of what was bought with it and of what is like it."""
    found = catalog.list_around([shown.id], currency=currency)
    return {
        "together": [one.card for one in found if one.kind is RecommendationKind.BOUGHT_TOGETHER],
        "similar": [one.card for one in found if one.kind is RecommendationKind.SIMILAR],
    }
