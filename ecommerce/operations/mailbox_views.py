"""The mailbox page: a list, one mail, and the same as JSON for programs."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ecommerce.operations import mailbox


def _only_in_development() -> None:
    if not settings.MAILBOX_ENABLED:
        raise Http404


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every outgoing mail, newest first; JSON for whoever asks for it."""
    _only_in_development()
    mails = mailbox.list_mails(to=request.GET.get("to", ""))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {
                "messages": [
                    {
                        "to": ", ".join(mail.to),
                        "subject": mail.subject,
                        "text": mail.text,
                        "html": mail.html,
                        "sent_at": mail.sent_at.isoformat().replace("+00:00", "Z"),
                    }
                    for mail in mails
                ]
            }
        )
    return render(request, "operations/mailbox.html", {"mails": mails, "to": request.GET.get("to", "")})


@require_safe
def letter(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail with its two bodies."""
    _only_in_development()
    mail = mailbox.find_mail(mail_id)
    if mail is None:
        raise Http404
    return render(request, "operations/mail.html", {"mail": mail})


@require_safe
@xframe_options_sameorigin
def letter_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """The HTML body alone, sandboxed, for the frame on the mail's page."""
    _only_in_development()
    mail = mailbox.find_mail(mail_id)
    if mail is None:
        raise Http404
    response = HttpResponse(mail.html or format_html("<pre>{}</pre>", mail.text))
    response["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "style-src 'unsafe-inline'; img-src 'self' data:"
    )
    return response


urlpatterns = [
    path("", inbox, name="mailbox"),
    path("<uuid:mail_id>", letter, name="mail"),
    path("<uuid:mail_id>/html", letter_html, name="mail-html"),
]
