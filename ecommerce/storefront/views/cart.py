"""The cart. Every change works as a plain form; htmx only saves the reload."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from domains.cart import services as carts
from domains.cart.errors import CartClosed, CartNotFound
from domains.cart.types import Cart
from domains.catalog import services as catalog
from domains.catalog.types import Recommendation
from domains.kernel.errors import DomainError
from domains.kernel.ids import LineId, VariantId
from ecommerce.storefront import currency, session

_GOING_WITH = 4


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Everything in it at today's price, and what goes with it."""
    cart = session.find_cart(request)
    context = {"cart": cart, "recommended": _going_with(request, cart) if cart else ()}
    return render(request, "storefront/cart/cart.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the cart; the first one makes the cart."""
    variant_id = _uuid(request.POST.get("variant_id", ""))
    back = session.safe_path(request, request.POST.get("next", ""), "/cart")
    if variant_id is None:
        messages.error(request, "Choose what you would like to buy first.")
        return redirect(back)
    cart = currency.cart_in_it(request)
    try:
        cart = carts.add_item(
            cart.id, variant_id=VariantId(variant_id), quantity=_quantity(request.POST.get("quantity", "1"))
        )
    except DomainError as refused:
        return _refused(request, refused, back)
    line = next(one for one in cart.lines if one.variant_id == variant_id)
    if found_by := request.POST.get("found_by", "").replace("\x00", "")[:200]:
        catalog.record_search_choice(cart.id, variant_id=line.variant_id, query=found_by)
    if request.headers.get("HX-Request"):
        response = render(request, "storefront/cart/added.html", {"cart": cart, "line": line})
    else:
        messages.success(request, f"{line.name} is in your cart.")
        response = redirect("/cart")
    session.keep_cart(response, cart)
    return response


@require_POST
def change(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Set a line's quantity; nought removes it."""
    cart = _own_cart(request)
    quantity = _quantity(request.POST.get("quantity", ""))
    try:
        if quantity == 0:
            cart = carts.remove_item(cart.id, line_id=LineId(line_id))
        else:
            cart = carts.change_item(cart.id, line_id=LineId(line_id), quantity=quantity)
    except DomainError as refused:
        return _changed(request, problem=refused.detail)
    return _changed(request, cart, said="Your cart is up to date.")


@require_POST
def remove(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take a line out."""
    cart = carts.remove_item(_own_cart(request).id, line_id=LineId(line_id))
    return _changed(request, cart, said="Removed from your cart.")


@require_POST
def apply_coupon(request: HttpRequest) -> HttpResponse:
    """Use a code, or say why it does not apply."""
    code = request.POST.get("code", "").replace("\x00", "").strip()[:64]
    try:
        cart = carts.apply_coupon(_own_cart(request).id, code=code)
    except (CartNotFound, CartClosed):
        raise
    except DomainError as refused:
        return _changed(request, problem=refused.detail, code=code)
    return _changed(request, cart, said=f"{code.upper()} is applied.")


@require_POST
def remove_coupon(request: HttpRequest) -> HttpResponse:
    """Do without the code."""
    cart = carts.remove_coupon(_own_cart(request).id, code=request.POST.get("code", "")[:64])
    return _changed(request, cart, said="The code is removed.")


def _going_with(request: HttpRequest, cart: Cart) -> tuple[Recommendation, ...]:
    """What was bought with what lies in it, then what is like the line that came last; one query."""
    ids = list(dict.fromkeys(line.product_id for line in reversed(cart.lines)))
    asked = {"together": _GOING_WITH, "similar": _GOING_WITH}
    return catalog.list_around(ids, **asked, currency=session.other_currency(request))[:_GOING_WITH]


def _own_cart(request: HttpRequest) -> Cart:
    cart = session.find_cart(request)
    if cart is None:
        raise CartNotFound("Your cart is empty.")
    return cart


def _changed(
    request: HttpRequest, cart: Cart | None = None, *, said: str = "", problem: str = "", code: str = ""
) -> HttpResponse:
    """The cart as it is now: in place for htmx, else by way of the page."""
    if not request.headers.get("HX-Request"):
        if problem:
            messages.error(request, problem)
        elif said:
            messages.success(request, said)
        return redirect("/cart")
    context = {
        "cart": cart or session.find_cart(request),
        "said": said,
        "problem": problem,
        "code": code,
    }
    return render(request, "storefront/cart/changed.html", context)


def _refused(request: HttpRequest, refused: DomainError, back: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "storefront/cart/not_added.html", {"detail": refused.detail})
    messages.error(request, refused.detail)
    return redirect(back)


def _quantity(given: str) -> int:
    """The number typed; what is not one becomes a quantity that the cart refuses with words."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else -1


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
