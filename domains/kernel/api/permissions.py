"""Who may call: 401 without a valid token, 403 without the role."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from domains.kernel.types import Principal, Role


class IsSignedIn(BasePermission):
    """Anybody with a valid access token."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        user: Any = request.user
        return isinstance(user, Principal)


def has_role(*roles: Role) -> type[BasePermission]:
    """A permission for these roles; an admin always passes."""
    wanted = frozenset(roles)

    class HasRole(BasePermission):
        message = "This needs one of the roles: " + ", ".join(sorted(wanted))

        def has_permission(self, request: Request, view: APIView) -> bool:
            user: Any = request.user
            return isinstance(user, Principal) and user.has_any(wanted)

    return HasRole
