"""Hearts, one's own wishlist, and the one that somebody shares."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from domains.catalog import services as catalog
from domains.catalog.errors import ProductNotFound, WishlistFull
from domains.catalog.types import Wish
from domains.kernel.ids import ProductId, UserId
from domains.kernel.pagination import Page
from domains.user import services as users
from ecommerce.storefront import session
from ecommerce.storefront.session import member_page

_PAGE_SIZE = 24


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """A heart was pressed: `add` or `remove` names the product. A guest signs in first."""
    back = session.safe_path(request, request.POST.get("next", ""), "/account/wishlist")
    given = request.POST.get("add") or request.POST.get("remove", "")
    try:
        product_id = ProductId(UUID(given))
    except ValueError:
        messages.error(request, "Choose what you would like to keep first.")
        return redirect(back)
    member = session.user_id_of(request)
    if member is None:
        return _sign_in_first(request, product_id, back)
    try:
        if "add" in request.POST:
            catalog.add_wish(member, product_id=product_id)
        else:
            catalog.remove_wish(member, product_id=product_id)
    except (ProductNotFound, WishlistFull) as refused:
        return _refused(request, refused.detail, back)
    return _changed(request, product_id, back)


@require_safe
@member_page
def show(request: HttpRequest, member: UserId) -> HttpResponse:
    """What the member wishes for, and how they share it."""
    link = catalog.find_wishlist_link(member)
    context = {
        "wishes": _wishes_of(member, request),
        "link": f"{settings.SITE_URL.rstrip('/')}/wishlists/{link.token}" if link else "",
    }
    return render(request, "storefront/account/wishlist.html", context)


@require_POST
@member_page
def share(request: HttpRequest, member: UserId) -> HttpResponse:
    """The list has a link from now on."""
    catalog.share_wishlist(member)
    messages.success(request, "Your wishlist has a link now. Whoever has it can read the list.")
    return redirect("/account/wishlist")


@require_POST
@member_page
def unshare(request: HttpRequest, member: UserId) -> HttpResponse:
    """The link opens nothing any more."""
    catalog.unshare_wishlist(member)
    messages.success(request, "Your wishlist is yours alone again. The old link opens nothing.")
    return redirect("/account/wishlist")


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's list, to read. Raises WishlistNotFound."""
    link = catalog.get_wishlist_link(token)
    owner = users.get_profiles([link.user_id]).get(link.user_id)
    context = {
        "owner": owner.first_name if owner else "",
        "wishes": _wishes_of(link.user_id, request),
    }
    response = render(request, "storefront/catalog/wishlist.html", context)
    response["Cache-Control"] = "private, no-store"
    # The address is the key.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _wishes_of(member: UserId, request: HttpRequest) -> Page[Wish]:
    return catalog.list_wishes(
        member,
        cursor=request.GET.get("cursor") or None,
        page_size=_PAGE_SIZE,
        currency=session.other_currency(request),
    )


def _sign_in_first(request: HttpRequest, product_id: ProductId, back: str) -> HttpResponse:
    messages.info(request, "Sign in, and it is on your wishlist.")
    response: HttpResponse = redirect_to_login(back, settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        response = HttpResponse(headers={"HX-Redirect": response["Location"]})
    if "add" in request.POST:
        session.keep_wish(response, product_id)
    return response


def _changed(request: HttpRequest, product_id: ProductId, back: str) -> HttpResponse:
    """The heart as it is now, in place for htmx; else the page that it was on."""
    added = "add" in request.POST
    if not request.headers.get("HX-Request"):
        messages.success(request, "It is on your wishlist." if added else "It is off your wishlist.")
        return redirect(back)
    wide = "wide" in request.POST
    part = "heart_button" if wide else "heart"
    card = None if wide else catalog.get_products([product_id]).get(product_id)
    context = {"product_id": product_id, "name": card.name if card else "It", "changed": True}
    return render(request, f"storefront/parts/{part}.html", context)


def _refused(request: HttpRequest, detail: str, back: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = render(request, "storefront/cart/not_added.html", {"detail": detail})
        response["HX-Retarget"], response["HX-Reswap"] = "#added", "innerHTML"
        return response
    messages.error(request, detail)
    return redirect(back)
