"""What a page shows when a domain says no and the view had no better answer."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from domains.kernel.errors import DomainError, InvalidCursor, NotFound, NotPermitted, Unavailable

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(view: View[P]) -> View[P]:
    """The view, with refusals of the domains as pages."""

    @wraps(view)
    def answering(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InvalidCursor:
            # An old bookmark: the list begins again.
            query = request.GET.copy()
            query.pop("cursor", None)
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        except NotFound as missing:
            raise Http404(missing.detail) from missing
        except DomainError as refused:
            context = {"detail": refused.detail}
            return render(request, "storefront/errors/refused.html", context, status=_status(refused))

    return answering


def say(request: HttpRequest, refused: DomainError) -> None:
    """Tell the shopper on the next page."""
    messages.error(request, refused.detail)


def _status(refused: DomainError) -> int:
    if isinstance(refused, NotPermitted):
        return 403
    return 503 if isinstance(refused, Unavailable) else 400
