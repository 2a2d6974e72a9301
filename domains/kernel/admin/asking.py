"""A button that asks before it acts: what will happen, why, and only then the service.

Whoever pressed it, on what, and what came of it stands in the log and in the admin's history.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from unfold.widgets import UnfoldAdminTextInputWidget

from domains.kernel import context
from domains.kernel.errors import DomainError

log = structlog.get_logger(__name__)


class SureForm(forms.Form):
    """Nothing more than a yes."""


class ReasonForm(forms.Form):
    """Why it is done; it stands in the history."""

    reason = forms.CharField(max_length=200, widget=UnfoldAdminTextInputWidget)


def ask(
    screen: "ModelAdmin[Any]",
    request: HttpRequest,
    *,
    about: Model | None = None,
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
                answer = act(form.cleaned_data)
                said = " ".join(filter(None, (title, form.cleaned_data.get("reason", ""), answer)))
                _keep(screen, request, about, title=title, message=said)
            messages.success(request, answer)
            return redirect(back)
        except DomainError as refused:
            log.info("a button was refused", title=title, subject=about and str(about.pk), code=refused.code)
            form.add_error(None, refused.detail)
    shown = {"title": title, "explanation": explanation, "form": form, "back": back, "opts": screen.opts}
    return render(request, "admin/ask.html", {**screen.admin_site.each_context(request), **shown})


def _keep(
    screen: "ModelAdmin[Any]", request: HttpRequest, about: Model | None, *, title: str, message: str
) -> None:
    """The press of the button on record, beside the row that it was about."""
    subject = str(about.pk) if about else None
    log.info("a button was pressed", screen=screen.opts.label, subject=subject, what=message)
    LogEntry.objects.create(
        user_id=str(request.user.pk),
        content_type=ContentType.objects.get_for_model(screen.model),
        object_id=subject,
        object_repr=title[:200],
        action_flag=CHANGE,
        change_message=message,
    )
