"""Bearer tokens: `request.user` is the Principal that the access token stands for."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from domains.kernel import context
from domains.kernel.types import Principal
from domains.user import services as user
from domains.user.errors import TokenInvalid


class AccessTokenAuthentication(BaseAuthentication):
    """Nobody without the header; a token that is not valid is refused, never taken for a guest."""

    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        scheme, _, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            given = token.strip().decode("ascii")
        except UnicodeDecodeError as broken:
            raise TokenInvalid from broken
        principal = user.read_access_token(given)
        context.act_as(f"user:{principal.user_id}")
        return principal, given

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document tells of it."""

    target_class = AccessTokenAuthentication
    name = "bearerAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
