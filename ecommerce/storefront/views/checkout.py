"""The checkout: one page, the payer's bank, the wait, and the thanks."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from domains.cart.errors import CartClosed, CartEmpty, InsufficientStock, NotSold
from domains.cart.types import Cart
from domains.catalog import services as catalog
from domains.kernel.errors import DomainError, IdempotencyInProgress
from domains.kernel.ids import OrderId, PaymentId, UserId
from domains.kernel.money import currency_name
from domains.kernel.types import Answer, IdempotencyKey
from domains.order import services as orders
from domains.order.errors import PriceChanged
from domains.order.types import Checkout, Order, OrderStatus
from domains.payment import services as payments
from domains.payment.types import NextAction, Payment, PaymentStatus
from ecommerce.storefront import session
from ecommerce.storefront.checkout import CheckoutPage, find_checkout_cart
from ecommerce.storefront.forms.checkout import CheckoutForm

_UNFINISHED = {OrderStatus.PENDING}
_LOST = {OrderStatus.FAILED, OrderStatus.CANCELLED}
# What has to be put right in the cart before anything can be paid.
_CART_FIRST = (InsufficientStock, NotSold, CartEmpty, CartClosed)
# A second click waits this long for what the first one began.
_PATIENCE_S = 8


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    """The page, and the order that it places."""
    cart = find_checkout_cart(request)
    if cart is None or not cart.lines:
        messages.info(request, "Your cart is empty. Put something in it first.")
        return redirect("/cart")
    if not cart.is_priced:
        name = currency_name(cart.currency)
        messages.error(request, f"Not everything in your cart is sold in {name}: see what stands out below.")
        return redirect("/cart")
    try:
        return _step(request, CheckoutPage(request, cart))
    except _CART_FIRST as refused:
        messages.error(request, refused.detail)
        return redirect("/cart")


def _step(request: HttpRequest, page: CheckoutPage) -> HttpResponse:
    if request.method != "POST":
        return _show(request, page, page.fresh_form())
    if "update" in request.POST:
        return _show(request, page, page.retyped_form())
    form = page.sent_form()
    if not form.is_valid():
        return _show(request, page, form, status=422)
    return _place(request, page, form)


@require_POST
@never_cache
def quote(request: HttpRequest) -> HttpResponse:
    """Delivery and sums for what is typed so far, in place."""
    cart = find_checkout_cart(request)
    if cart is None:
        return redirect("/cart")
    page = CheckoutPage(request, cart)
    try:
        context = page.context(page.retyped_form())
    except _CART_FIRST as refused:
        messages.error(request, refused.detail)
        return HttpResponseClientRedirect("/cart")
    return render(request, "storefront/checkout/quoted.html", context)


def _place(request: HttpRequest, page: CheckoutPage, form: CheckoutForm) -> HttpResponse:
    key = IdempotencyKey(
        scope=f"storefront:{page.cart.id}",
        key=form.cleaned_data["key"],
        fingerprint=_fingerprint(request.POST.dict()),
    )
    try:
        done = _place_once(page.cart, form, session.user_id_of(request), key)
    except PriceChanged as changed:
        form.add_error(None, f"{changed.detail} The new total is below.")
        return _show(request, page, page.with_fresh_key(form), status=409)
    except _CART_FIRST:
        raise
    except IdempotencyInProgress:
        form.add_error(None, "Your order is still being placed. Wait a moment, then press the button again.")
        return _show(request, page, form, status=409)
    except DomainError as refused:
        form.add_error(None, refused.detail)
        return _show(request, page, page.with_fresh_key(form), status=422)
    response = _answer(request, page, form, done)
    if done.answer is None:
        orders.remember_answer(key, answer=Answer(response.status_code, response.get("Location", "")))
    return response


@retry(
    retry=retry_if_exception_type(IdempotencyInProgress),
    stop=stop_after_delay(_PATIENCE_S),
    wait=wait_fixed(0.25),
    reraise=True,
)
def _place_once(cart: Cart, form: CheckoutForm, user_id: UserId | None, key: IdempotencyKey) -> Checkout:
    return orders.checkout_cart(cart.id, details=form.details(), user_id=user_id, key=key)


def _answer(request: HttpRequest, page: CheckoutPage, form: CheckoutForm, done: Checkout) -> HttpResponse:
    order = done.order
    response: HttpResponse
    if order.status in _LOST:
        if order.failure_code == "insufficient_stock":
            messages.error(request, _loss(order))
            response = redirect("/cart")
        else:
            form.add_error("payment", _loss(order))
            response = _show(request, page, page.with_fresh_key(form), status=402)
    else:
        bought = [line.variant_id for line in page.cart.lines]
        catalog.record_search_purchase(page.cart.id, variant_ids=bought)
        response = redirect(_next_page(order, done.next_action))
    session.keep_order(request, response, order.id)
    return response


def _next_page(order: Order, action: NextAction | None) -> str:
    if order.status in _UNFINISHED:
        return action.url if action else f"/checkout/finishing/{order.number}"
    return f"/checkout/thanks/{order.number}"


def _loss(order: Order) -> str:
    """Why nothing was ordered, and what can be done."""
    if order.failure_code == "insufficient_stock":
        return order.failure_detail or "Something in your cart has just sold out. Nothing was charged."
    reason = order.failure_detail or next(
        (one.decline_message for one in reversed(order.payments) if one.decline_message), ""
    )
    return f"{reason or 'The payment did not go through.'} Nothing was charged. Choose another way to pay."


@require_safe
@never_cache
def finishing(request: HttpRequest, number: str) -> HttpResponse:
    """A page that asks again by itself until the order is settled."""
    order = _own_order(request, number)
    if order.status in _LOST:
        messages.error(request, _loss(order))
        return redirect("/cart" if order.failure_code == "insufficient_stock" else "/checkout")
    if order.status not in _UNFINISHED:
        return redirect(f"/checkout/thanks/{number}")
    action = next((one.next_action for one in reversed(order.payments) if _is_waiting(one)), None)
    if action is not None:
        return redirect(action.url)
    return render(request, "storefront/checkout/finishing.html", {"order": order}, status=202)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def three_d_secure(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """The test gateway's bank: the payer agrees or refuses, and the order goes on."""
    payment = payments.get_payment(PaymentId(payment_id))
    order = orders.get_order(OrderId(payment.order_id))
    if not session.may_see(request, order):
        raise Http404
    if not _is_waiting(payment):
        return redirect(f"/checkout/finishing/{order.number}")
    if request.method != "POST":
        context = {"order": order, "payment": payment}
        return render(request, "storefront/checkout/three_d_secure.html", context)
    outcome = "success" if request.POST.get("outcome") == "success" else "failure"
    payments.confirm_payment(payment.id, data={"outcome": outcome})
    orders.advance_order(order.id)
    return redirect(f"/checkout/finishing/{order.number}")


@require_safe
@never_cache
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """The placed order, for whoever placed it."""
    order = _own_order(request, number)
    if order.status in _UNFINISHED | _LOST:
        return redirect(f"/checkout/finishing/{number}")
    token = orders.get_tracking_token(order.id)
    response = render(request, "storefront/checkout/thanks.html", {"order": order, "token": token})
    if session.find_cart(request) is None:
        session.forget_cart(response)
    return response


def _own_order(request: HttpRequest, number: str) -> Order:
    order = orders.get_order_by_number(number)
    if not session.may_see(request, order):
        raise Http404
    return order


def _show(request: HttpRequest, page: CheckoutPage, form: CheckoutForm, status: int = 200) -> HttpResponse:
    return render(request, "storefront/checkout/checkout.html", page.context(form), status=status)


def _is_waiting(payment: Payment) -> bool:
    return payment.status is PaymentStatus.REQUIRES_ACTION and payment.next_action is not None


def _fingerprint(sent: Mapping[str, Any]) -> str:
    fields = sorted((name, str(value)) for name, value in sent.items() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr(fields).encode()).hexdigest()
