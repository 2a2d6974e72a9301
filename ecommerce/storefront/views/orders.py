"""Following an order without an account: by number and address, or by the mailed link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from domains.order import services as orders
from ecommerce.storefront.forms.account import TrackForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """The form; a right pair leads to the order's own link."""
    if request.method != "POST":
        return render(request, "storefront/orders/track.html", {"form": TrackForm()})
    form = TrackForm(request.POST)
    if form.is_valid():
        order = orders.find_order(**form.cleaned_data)
        if order is not None:
            return redirect(f"/orders/track/{orders.get_tracking_token(order.id)}")
        form.add_error(None, "We have no order with this number and e-mail address. Check both, please.")
    return render(request, "storefront/orders/track.html", {"form": form}, status=422)


@require_safe
@never_cache
def tracked(request: HttpRequest, token: str) -> HttpResponse:
    """The order that the link stands for. Raises TrackingLinkInvalid."""
    order = orders.get_order_by_tracking_token(token)
    response = render(request, "storefront/orders/tracked.html", {"order": order})
    response["Referrer-Policy"] = "no-referrer"
    return response
