"""Access tokens: RS256 JWTs that name a person, their roles and their session.

Signing and checking are simplejwt's backend with its pinned algorithm, issuer and audience.
Its token classes are not used: they take the time from the wall and know no session.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt
from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError

from domains.kernel import clock
from domains.kernel.ids import UserId, new_id
from domains.kernel.types import Principal, Role
from domains.user import revocations
from domains.user.errors import TokenInvalid
from domains.user.keys import ALGORITHM, SigningKey, signing_key


class _KeyedBackend(TokenBackend):
    """Names the key in the header, so that keys can be changed while old tokens live."""

    def __init__(self, key: SigningKey, *, audience: str, issuer: str) -> None:
        super().__init__(ALGORITHM, key.private_pem, key.public_pem, audience=audience, issuer=issuer)
        self.kid = key.kid

    def encode(self, payload: dict[str, Any]) -> str:
        claims = {**payload, "iss": self.issuer, "aud": self.audience}
        return jwt.encode(claims, self.prepared_signing_key, ALGORITHM, headers={"kid": self.kid})


def issue(user_id: UUID, *, roles: Iterable[Role], session_id: UUID) -> tuple[str, str]:
    """`(token, jti)` of a fresh access token."""
    now, jti = clock.now(), str(new_id())
    claims = {
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": jti,
        "roles": sorted(roles),
        "iat": int(now.timestamp()),
        "exp": int((now + settings.JWT_ACCESS_LIFETIME).timestamp()),
    }
    return _backend().encode(claims), jti


def read(token: str) -> Principal:
    """Whoever a valid token stands for. Raises TokenInvalid when it is forged, expired or refused."""
    try:
        claims = _backend().decode(token)  # type: ignore[arg-type]
        principal = Principal(
            user_id=UserId(UUID(claims["sub"])),
            roles=frozenset(Role(role) for role in claims["roles"]),
            jti=claims["jti"],
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
        session_id = claims["sid"]
    except (TokenBackendError, KeyError, TypeError, ValueError) as broken:
        raise TokenInvalid from broken
    if principal.expires_at <= clock.now() or revocations.is_revoked(principal.jti, session_id):
        raise TokenInvalid
    return principal


def _backend() -> TokenBackend:
    return _backend_for(signing_key(), settings.JWT_AUDIENCE, settings.JWT_ISSUER)


@lru_cache(maxsize=4)
def _backend_for(key: SigningKey, audience: str, issuer: str) -> TokenBackend:
    return _KeyedBackend(key, audience=audience, issuer=issuer)
