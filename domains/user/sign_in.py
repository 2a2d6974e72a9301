"""Django sessions for the storefront and the admin, under the same rules as the API."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from domains.kernel.errors import DomainError
from domains.user import services
from domains.user.errors import EmailNotVerified, InvalidCredentials, LockedOut
from domains.user.models import User


class EmailBackend(BaseBackend):
    """Signs in by mail address and password, with lockout.

    A refusal answers None, as Django expects; `request.refused` then carries the DomainError,
    so that a page can tell a wrong password from a locked or an unproven account.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        username: str | None = None,
        **_: Any,
    ) -> User | None:
        address = email or username
        if not address or password is None:
            return None
        ip = str(request.META.get("REMOTE_ADDR", "")) if request else ""
        try:
            profile = services.authenticate(email=address, password=password, ip=ip)
        except (InvalidCredentials, LockedOut, EmailNotVerified) as refused:
            _tell(request, refused)
            return None
        return self.get_user(profile.id)

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def _tell(request: HttpRequest | None, refused: DomainError) -> None:
    if request is not None:
        request.refused = refused  # type: ignore[attr-defined]
