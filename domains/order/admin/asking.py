"""A button that asks before it acts: what will happen, why, and only then the service."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from domains.kernel import context
from domains.kernel.errors import DomainError
from domains.kernel.ids import new_id


class SureForm(forms.Form):
    """Nothing more than a yes."""


class ReasonForm(forms.Form):
    """Why it is done; it stands in the order's history."""

    reason = forms.CharField(max_length=200, widget=UnfoldAdminTextInputWidget)


class RefundForm(ReasonForm):
    """How much goes back. `key` makes a form that is sent twice one refund."""

    amount = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text="Leave empty to return all that is left.",
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, initial=lambda: f"admin-{new_id()}")


def ask(
    screen: "ModelAdmin[Any]",
    request: HttpRequest,
    *,
    back: str,
    title: str,
    explanation: str,
    act: Callable[[dict[str, Any]], str],
    form_class: type[forms.Form] = SureForm,
) -> HttpResponse:
    """The page that asks; after its yes, what `act` answered as a message on the page behind."""
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with context.bound(actor=f"user:{request.user.pk}"):
                messages.success(request, act(form.cleaned_data))
            return redirect(back)
        except DomainError as refused:
            form.add_error(None, refused.detail)
    shown = {"title": title, "explanation": explanation, "form": form, "back": back, "opts": screen.opts}
    return render(request, "admin/order/ask.html", {**screen.admin_site.each_context(request), **shown})
