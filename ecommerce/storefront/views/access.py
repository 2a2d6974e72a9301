"""Opening an account, proving the address, signing in and out, and lost passwords."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, load_backend, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from domains.cart import services as carts
from domains.cart.errors import CartClosed, CartNotFound
from domains.catalog import services as catalog
from domains.catalog.errors import ProductNotFound, WishlistFull
from domains.kernel.ids import UserId
from domains.user import services as users
from domains.user.errors import (
    CodeExpired,
    CodeInvalid,
    EmailNotVerified,
    InvalidCredentials,
    ResetLinkInvalid,
    WeakPassword,
)
from ecommerce.storefront import currency, seen, session
from ecommerce.storefront.forms.account import CodeForm, EmailForm, NewPasswordForm, RegisterForm, SignInForm
from ecommerce.storefront.refusals import say

_EITHER = ["GET", "HEAD", "POST"]
_EMAIL = "verify_email"


@sensitive_post_parameters("password")
@require_http_methods(_EITHER)
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """In, with the guest's cart."""
    goal = session.safe_path(
        request, request.POST.get("next") or request.GET.get("next", ""), settings.LOGIN_REDIRECT_URL
    )
    if request.user.is_authenticated:
        return redirect(goal)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            response = redirect(goal)
            login(request, user)
            _bring_along(request, response, UserId(user.pk))
            return response
        refused = getattr(request, "refused", None) or InvalidCredentials()
        if isinstance(refused, EmailNotVerified):
            users.resend_verification(email=form.cleaned_data["email"])
            return _to_verification(request, form.cleaned_data["email"], refused.detail)
        form.add_error(None, refused.detail)
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/login.html", {"form": form, "next": goal}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out; the cart stays with the account."""
    logout(request)
    messages.success(request, "You are signed out.")
    response = redirect("/")
    seen.forget(response)
    return response


@sensitive_post_parameters("password")
@require_http_methods(_EITHER)
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """An account that waits for its mailed code."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            users.register_user(**form.cleaned_data)
        except WeakPassword as refused:
            form.add_error("password", refused.detail)
        else:
            return _to_verification(request, form.cleaned_data["email"], "")
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/register.html", {"form": form}, status=status)


@require_http_methods(_EITHER)
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """The mailed code opens the account and signs in."""
    known = request.GET.get("email") or request.get_signed_cookie(_EMAIL, default="", salt=_EMAIL) or ""
    form = CodeForm(request.POST or None, initial={"email": known})
    if request.method == "POST" and form.is_valid():
        try:
            profile = users.prove_email(**form.cleaned_data)
        except (CodeInvalid, CodeExpired) as refused:
            form.add_error("code", refused.detail)
        else:
            response = redirect("/account")
            response.delete_cookie(_EMAIL)
            _sign_in_as(request, response, profile.id)
            messages.success(request, f"Welcome, {profile.first_name or profile.email}.")
            return response
    context = {"form": form, "email": form.data.get("email", known) if form.is_bound else known}
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/verify.html", context, status=status)


@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Another code, where an account waits for one."""
    form = EmailForm(request.POST)
    if form.is_valid():
        users.resend_verification(email=form.cleaned_data["email"])
        return _to_verification(
            request, form.cleaned_data["email"], "If an account is waiting for it, a new code is on its way."
        )
    messages.error(request, "Enter your e-mail address first.")
    return redirect("/account/verify")


@require_http_methods(_EITHER)
@never_cache
def lost_password(request: HttpRequest) -> HttpResponse:
    """A link by mail, where there is an account."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        users.request_password_reset(email=form.cleaned_data["email"])
        return redirect("/account/reset/sent")
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account/lost_password.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
def lost_password_sent(request: HttpRequest) -> HttpResponse:
    """The same words whether or not there is an account."""
    return render(request, "storefront/account/lost_password_sent.html")


@sensitive_post_parameters("password", "again")
@require_http_methods(_EITHER)
@never_cache
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link sets a password once."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            users.reset_password(token=token, password=form.cleaned_data["password"])
        except WeakPassword as refused:
            form.add_error("password", refused.detail)
        except ResetLinkInvalid as refused:
            messages.error(request, refused.detail)
            return redirect("/account/reset")
        else:
            messages.success(request, "Your new password is set. Sign in with it.")
            return redirect("/account/login")
    status = 422 if form.is_bound else 200
    response = render(request, "storefront/account/new_password.html", {"form": form}, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _to_verification(request: HttpRequest, email: str, said: str) -> HttpResponse:
    if said:
        messages.info(request, said)
    response = redirect("/account/verify")
    response.set_signed_cookie(
        _EMAIL,
        email,
        salt=_EMAIL,
        max_age=3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _sign_in_as(request: HttpRequest, response: HttpResponse, user_id: UserId) -> None:
    """A session for somebody who has just proved who they are without a password."""
    name = settings.AUTHENTICATION_BACKENDS[0]
    user = load_backend(name).get_user(user_id)
    if user is None:
        raise InvalidCredentials
    login(request, user, backend=name)
    _bring_along(request, response, user_id)


def _bring_along(request: HttpRequest, response: HttpResponse, user_id: UserId) -> None:
    """What lay in the guest's cart lies in the member's, and what they wished for is on their list."""
    token = session.cart_token(request)
    if token:
        with suppress(CartNotFound, CartClosed):
            carts.merge_carts(token=token, user_id=user_id)
        session.forget_cart(response)
    currency.bring_along(request, response, user_id)
    if wished := session.kept_wish(request):
        try:
            catalog.add_wish(user_id, product_id=wished)
        except (ProductNotFound, WishlistFull) as refused:
            say(request, refused)
        else:
            messages.success(request, "It is on your wishlist.")
        session.forget_wish(response)
