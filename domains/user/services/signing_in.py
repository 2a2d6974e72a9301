"""Credentials, tokens and the devices that hold them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from domains.kernel.transactions import durable, stepwise
from domains.kernel.types import Principal
from domains.user import (
    access_tokens,
    lockout,
    passwords,
    queries,
    revocations,
    sessions,
)
from domains.user.errors import (
    EmailNotVerified,
    InvalidCredentials,
    SessionNotFound,
    TokenInvalid,
    TokenReused,
)
from domains.user.keys import signing_key
from domains.user.models import Session, User
from domains.user.types import Profile, SignedIn, SignedInDevice, TokenPair


@stepwise
def authenticate(*, email: str, password: str, ip: str = "") -> Profile:
    """Whose credentials these are; wrong ones take the same time for every address.

    Raises InvalidCredentials, EmailNotVerified, and LockedOut with `retry_after_s`.
    """
    return queries.get_profile(_check_credentials(email, password, ip).pk)


@stepwise
def sign_in(*, email: str, password: str, ip: str = "", device: str = "") -> SignedIn:
    """The person and the tokens of a new session.

    Raises InvalidCredentials, EmailNotVerified, and LockedOut with `retry_after_s`.
    """
    return sessions.open_session(_check_credentials(email, password, ip).pk, device=device, ip=ip)


def _check_credentials(email: str, password: str, ip: str) -> User:
    address = queries.normal_email(email)
    lockout.refuse_locked(address, ip)
    user = queries.find_user(address)
    right = passwords.is_right(user, password)
    lockout.settle(address, ip, right=right)
    if user is None or not right:
        raise InvalidCredentials
    if user.email_verified_at is None:
        raise EmailNotVerified
    return user


@stepwise
def refresh_tokens(refresh: str) -> TokenPair:
    """The next pair of the session.

    Raises TokenInvalid, and TokenReused for a token used before: its whole session ends.
    """
    pair = _rotate(refresh)
    if pair is None:
        raise TokenReused
    return pair


@durable
def _rotate(refresh: str) -> TokenPair | None:
    return sessions.rotate(refresh)


@durable
def sign_out(refresh: str, *, access_jti: str = "", access_expires_at: datetime | None = None) -> None:
    """End the refresh token's session; its access tokens, and the one named, are refused from now on.

    Signing out twice is signing out once. Raises TokenInvalid for a token that was never ours.
    """
    session_id = sessions.find_id(refresh)
    if session_id is None:
        raise TokenInvalid
    sessions.end(Session.objects.filter(pk=session_id))
    if access_jti and access_expires_at is not None:
        revocations.revoke([access_jti], until=access_expires_at)


def is_access_revoked(jti: str) -> bool:
    """Whether this one access token was signed out before it expired."""
    return revocations.is_revoked(jti)


def read_access_token(token: str) -> Principal:
    """Whoever the token stands for. Raises TokenInvalid when it is forged, expired or signed out."""
    return access_tokens.read(token)


def get_jwks() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """The public keys that access tokens are checked with, as a JWK set."""
    return {"keys": (signing_key().public_jwk,)}


def list_sessions(user_id: UUID) -> tuple[SignedInDevice, ...]:
    """The devices with a live session, the latest used first, at most a hundred."""
    return queries.list_sessions(user_id)


@durable
def end_session(user_id: UUID, *, session_id: UUID) -> None:
    """Sign one device out. Raises SessionNotFound, also for somebody else's."""
    if not sessions.end(Session.objects.filter(user_id=user_id, pk=session_id)):
        raise SessionNotFound
