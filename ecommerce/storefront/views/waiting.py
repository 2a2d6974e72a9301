"""Being told when something that is sold out is back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from domains.catalog import services as catalog
from domains.catalog.errors import BackInStock, InvalidStockRequest, TooManyStockRequests
from domains.catalog.types import SellableVariant
from domains.kernel.ids import VariantId
from ecommerce.api.throttles import allows
from ecommerce.storefront import session
from ecommerce.storefront.forms.account import EmailForm

_PAGE = "storefront/catalog/back_in_stock.html"


@require_POST
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Somebody leaves an address; a page of their own says what becomes of it. Raises VariantNotFound."""
    variant = _variant(request.POST.get("variant_id", ""))
    if variant is None:
        messages.error(request, "Choose what you are waiting for first.")
        return redirect(session.safe_path(request, request.POST.get("next", ""), "/"))
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _again(request, variant, form, 422)
    if not allows(request, "stock-requests"):
        form.add_error(None, "That was a lot of requests from your network. Please try again in an hour.")
        return _again(request, variant, form, 429)
    try:
        asked = catalog.request_stock(
            variant.id, email=form.cleaned_data["email"], user_id=session.user_id_of(request)
        )
    except BackInStock as good:
        messages.success(request, good.detail)
        return redirect(f"/products/{variant.product_slug}?{urlencode({'variant': variant.sku})}")
    except (InvalidStockRequest, TooManyStockRequests) as refused:
        form.add_error("email", refused.detail)
        return _again(request, variant, form, 422)
    return redirect(f"/back-in-stock/{asked.token}")


# Whoever has the link may: mail programs press its button with no cookie and no token of a form.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """What a link is about; a POST ends it. Raises StockRequestNotFound."""
    if request.method == "POST":
        catalog.stop_stock_requests(token)
        context: dict[str, object] = {"stopped": True}
    else:
        context = {"asked": catalog.get_stock_request(token)}
    response = render(request, _PAGE, context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _variant(given: str) -> SellableVariant | None:
    try:
        variant_id = VariantId(UUID(given))
    except ValueError:
        return None
    return catalog.get_variants([variant_id]).get(variant_id)


def _again(request: HttpRequest, variant: SellableVariant, form: EmailForm, status: int) -> HttpResponse:
    return render(request, _PAGE, {"form": form, "variant": variant}, status=status)
