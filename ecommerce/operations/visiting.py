"""Who visits a page, what they were told, how they ask: the API knows nobody by a cookie, and needs none."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_htmx.middleware import HtmxMiddleware

_API = "/api/"


class _OnPages:
    """Goes before a middleware that has no work on the API's addresses."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(_API):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class PageSessions(_OnPages, SessionMiddleware):
    """Sessions, for pages."""


class PageAccounts(_OnPages, AuthenticationMiddleware):
    """Who is signed in to the session, for pages."""


class PageMessages(_OnPages, MessageMiddleware):
    """What the last page has to say, for pages."""


class PageFragments(_OnPages, HtmxMiddleware):
    """Whether a part of a page is asked for."""
