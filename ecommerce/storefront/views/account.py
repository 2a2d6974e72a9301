"""A member's own pages: orders, addresses, profile."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from domains.cart import services as carts
from domains.kernel.errors import Conflict, DomainError, InvalidInput
from domains.kernel.ids import AddressId, UserId, new_id
from domains.order import services as orders
from domains.order.errors import OrderNotFound
from domains.order.types import LinePart, Order, OrderFilters, OrderStatus
from domains.user import services as users
from domains.user.types import AddressType
from ecommerce.storefront.forms.account import ProfileForm
from ecommerce.storefront.forms.addresses import SavedAddressForm, initial_of_saved
from ecommerce.storefront.session import member_page

_EITHER = ["GET", "HEAD", "POST"]
_CANCELLABLE = {OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING}


@require_safe
@member_page
def overview(request: HttpRequest, member: UserId) -> HttpResponse:
    """The latest orders and the ways on."""
    context = {
        "profile": users.get_profile(member),
        "orders": orders.list_orders(OrderFilters(user_id=member), cursor=None, page_size=3).results,
    }
    return render(request, "storefront/account/overview.html", context)


@require_safe
@member_page
def list_orders(request: HttpRequest, member: UserId) -> HttpResponse:
    """Every order, newest first."""
    page = orders.list_orders(
        OrderFilters(user_id=member), cursor=request.GET.get("cursor") or None, page_size=20
    )
    return render(request, "storefront/account/orders.html", {"page": page})


@require_safe
@member_page
def show_order(request: HttpRequest, member: UserId, number: str) -> HttpResponse:
    """One order and its history. Raises OrderNotFound."""
    order = _own(member, number)
    context = {"order": order, "can_cancel": order.status in _CANCELLABLE}
    return render(request, "storefront/account/order.html", context)


@require_http_methods(_EITHER)
@member_page
def cancel_order(request: HttpRequest, member: UserId, number: str) -> HttpResponse:
    """Asks first; then the order is cancelled and the money goes back. Raises OrderNotFound."""
    order = _own(member, number)
    if request.method != "POST":
        return render(request, "storefront/account/cancel.html", {"order": order, "key": new_id()})
    try:
        _call_off(request.POST, order, member)
    except (Conflict, InvalidInput) as refused:
        messages.error(request, refused.detail)
    else:
        messages.success(request, f"Done. What you paid for that of order {number} is on its way back.")
    return redirect(f"/account/orders/{number}")


def _call_off(given: QueryDict, order: Order, member: UserId) -> None:
    """The whole order, or the pieces that were chosen. Raises as the services do."""
    reason, by = "Cancelled by the customer", f"user:{member}"
    if given.get("what") != "part":
        orders.cancel_order(order.id, reason=reason, by=by, user_id=member)
        return
    chosen = {line.id: given.get(f"pieces-{line.id}", "0") for line in order.lines}
    parts = tuple(
        LinePart(line_id, int(pieces))
        for line_id, pieces in chosen.items()
        if pieces.isascii() and pieces.isdecimal() and len(pieces) < 7 and int(pieces)
    )
    key = f"shop-{given.get('key', '')[:60]}"
    orders.cancel_lines(order.id, parts=parts, reason=reason, by=by, key=key, user_id=member)


@require_safe
@member_page
def list_addresses(request: HttpRequest, member: UserId) -> HttpResponse:
    """The address book."""
    return render(request, "storefront/account/addresses.html", {"addresses": users.list_addresses(member)})


@require_http_methods(_EITHER)
@member_page
def save_address(request: HttpRequest, member: UserId, address_id: UUID | None = None) -> HttpResponse:
    """A new entry, or a changed one. Raises AddressNotFound."""
    saved = users.get_address(member, address_id=AddressId(address_id)) if address_id else None
    new = {"type": AddressType.SHIPPING.value, "country": settings.SHOP_COUNTRY}
    initial = initial_of_saved(saved) if saved else new
    form = SavedAddressForm(request.POST or None, initial=initial, countries=carts.list_countries())
    if request.method == "POST" and form.is_valid():
        entry = {
            "address": form.address(),
            "type": AddressType(form.cleaned_data["type"]),
            "is_default": form.cleaned_data["is_default"],
        }
        try:
            if saved:
                users.change_address(member, address_id=saved.id, **entry)
            else:
                users.add_address(member, **entry)
        except DomainError as refused:
            form.add_error(None, refused.detail)
        else:
            messages.success(request, "The address is saved.")
            return redirect("/account/addresses")
    context = {"form": form, "saved": saved}
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/address.html", context, status=status)


@require_http_methods(_EITHER)
@member_page
def remove_address(request: HttpRequest, member: UserId, address_id: UUID) -> HttpResponse:
    """Asks first; then the entry is gone. Raises AddressNotFound."""
    saved = users.get_address(member, address_id=AddressId(address_id))
    if request.method != "POST":
        return render(request, "storefront/account/remove_address.html", {"saved": saved})
    users.remove_address(member, address_id=saved.id)
    messages.success(request, "The address is removed.")
    return redirect("/account/addresses")


@require_http_methods(_EITHER)
@member_page
def profile(request: HttpRequest, member: UserId) -> HttpResponse:
    """The name, and whether we may write."""
    shown = users.get_profile(member)
    initial = {
        "first_name": shown.first_name,
        "last_name": shown.last_name,
        "marketing_consent": shown.marketing_consent,
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST":
        form = ProfileForm(request.POST, initial=initial)
        if form.is_valid():
            users.update_profile(member, **form.cleaned_data)
            messages.success(request, "Your profile is saved.")
            return redirect("/account/profile")
    context = {"form": form, "profile": shown}
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/profile.html", context, status=status)


def _own(member: UserId, number: str) -> Order:
    order = orders.get_order_by_number(number)
    if order.user_id != member:
        raise OrderNotFound
    return order
