"""What the views of accounts share."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from domains.kernel.api import principal
from domains.kernel.types import Principal


class PublicView(APIView):
    """For whoever is not signed in yet; a stale token in the header does no harm."""

    authentication_classes = ()


def signed_in_user(request: Request) -> Principal:
    """Whoever calls. Raises NotAuthenticated for a guest."""
    found = principal(request)
    if found is None:
        raise NotAuthenticated
    return found


def device_of(request: Request) -> str:
    """What the caller says that it is."""
    return str(request.headers.get("User-Agent", ""))[:200]


def private(data: Any, status: int = 200) -> Response:
    """An answer that no cache may keep."""
    return Response(data, status=status, headers={"Cache-Control": "private, no-store"})
