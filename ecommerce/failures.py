"""What a browser or a program sees when a page is missing, forbidden or broken."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ecommerce.api import problems


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the shop's own design."""
    return render(request, "storefront/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 as a page, or as a problem on an API path."""
    if _is_api(request):
        return problems.not_found(request)
    return render(request, "storefront/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 as a page, or as a problem on an API path; never a cause, never a stack trace.

    503 while a database is away: nothing of ours is broken, and asking again helps.
    """
    away = isinstance(sys.exc_info()[1], problems.AWAY)
    if _is_api(request):
        return problems.unavailable(request) if away else problems.server_error(request)
    return render(request, "storefront/errors/500.html", status=503 if away else 500)
